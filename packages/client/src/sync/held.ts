import type { ConversationMark, Entry, Head, ParticipantMark } from '@bobber/protocol'

/** What this device holds of one conversation. `entries` rise by seq; a missing stretch shows in their `prev` links. */
export interface Held {
  conversationId: string
  mark: ConversationMark | null
  participants: Map<string, ParticipantMark>
  entries: Entry[]
  /** from the last snapshot; the newest entry overtakes it */
  head: Head | null
}

export interface Hole {
  fromSeq: number
  toSeq: number
}

export function emptyHeld(conversationId: string): Held {
  return { conversationId, mark: null, participants: new Map(), entries: [], head: null }
}

/** `differs`: another entry stands at this seq, so the log's past has changed. */
export type Inserted = 'new' | 'same' | 'differs'

export function insert(held: Held, entry: Entry): Inserted {
  const at = placeOf(held.entries, entry.seq)
  const there = held.entries[at]
  if (there?.seq !== entry.seq) {
    held.entries.splice(at, 0, entry)
    return 'new'
  }
  if (there.hash !== entry.hash) return 'differs'
  // Words never come back: a page read before a recall may arrive after it.
  if (there.content !== null && entry.content === null) held.entries[at] = entry
  return 'same'
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
