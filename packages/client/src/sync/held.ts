import type { ConversationMark, Entry, Head, ParticipantMark } from '@bobber/protocol'

/** What this device holds of one conversation. `entries` rise by seq; a missing stretch shows in their `prev` links. */
export interface Held {
  conversationId: string
  mark: ConversationMark | null
  participants: Map<string, ParticipantMark>
  entries: Entry[]
  /** from the last snapshot; the newest entry overtakes it */
  head: Head | null
  /** seqs whose words a recall took away: a page read before it may arrive after it */
  recalled: Set<number>
}

export interface Hole {
  fromSeq: number
  toSeq: number
}

export function emptyHeld(conversationId: string): Held {
  return { conversationId, mark: null, participants: new Map(), entries: [], head: null, recalled: new Set() }
}

export interface Inserted {
  /** `differs`: another entry stands at this seq, so the log's past has changed */
  as: 'new' | 'same' | 'differs'
  /** the entry as it is held now, and the one that lost its words by it */
  rows: Entry[]
}

/** Words never come back (SDK14): a page that was read before a recall may arrive after it. */
export function insert(held: Held, entry: Entry): Inserted {
  const at = placeOf(held.entries, entry.seq)
  const there = held.entries[at]
  if (there?.seq === entry.seq) {
    if (there.hash !== entry.hash) return { as: 'differs', rows: [] }
    const kept = there.content !== null && entry.content === null ? entry : there
    held.entries[at] = kept
    return { as: 'same', rows: [kept] }
  }
  const kept = held.recalled.has(entry.seq) ? { ...entry, content: null } : entry
  held.entries.splice(at, 0, kept)
  return { as: 'new', rows: [kept, ...recalledBy(held, entry)] }
}

/** The entry whose words this one takes away (L12). */
function recalledBy(held: Held, { kind, content }: Entry): Entry[] {
  if (kind !== 'entry.recalled' || content === null || !('seq' in content)) return []
  held.recalled.add(content.seq)
  const at = placeOf(held.entries, content.seq)
  const there = held.entries[at]
  if (there?.seq !== content.seq || there.content === null) return []
  const wordless = { ...there, content: null }
  held.entries[at] = wordless
  return [wordless]
}

/** Index of the first entry whose seq is not below `seq`. */
export function placeOf(entries: readonly Entry[], seq: number): number {
  let low = 0
  let high = entries.length
  if (high > 0 && (entries[high - 1]?.seq ?? 0) < seq) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

/** What lies before the oldest entry held; null when the conversation's beginning is held. */
export function topHole(held: Held): Hole | null {
  const toSeq = held.entries.length > 0 ? (held.entries[0]?.prev ?? 0) : (held.head?.lastSeq ?? 0)
  return toSeq > 0 ? { fromSeq: 1, toSeq } : null
}

/** The newest missing stretch below the top: entries whose link doesn't reach the one before, or a head that nothing reaches. */
export function innerHole(held: Held): Hole | null {
  const { entries } = held
  const last = entries.at(-1)
  if (last === undefined) return null
  if (held.head !== null && held.head.lastSeq > last.seq) return { fromSeq: last.seq + 1, toSeq: held.head.lastSeq }
  for (let index = entries.length - 1; index > 0; index--) {
    const [before, entry] = [entries[index - 1], entries[index]]
    if (before && entry && entry.prev > before.seq) return { fromSeq: before.seq + 1, toSeq: entry.prev }
  }
  return null
}

export function lastSeqOf(held: Held): number {
  return Math.max(held.entries.at(-1)?.seq ?? 0, held.head?.lastSeq ?? 0)
}

/** Running number of countable entries at the head (L9). */
export function countOf(held: Held): number {
  return Math.max(held.entries.at(-1)?.count ?? 0, held.head?.count ?? 0)
}
