import { type Class, classIndex, maySee } from '@bobber/protocol'
import {
  type AtMost,
  type Batch,
  type Missed,
  type NextPage,
  rowBytes,
  type SnapshotRows,
  type StoredEntry,
  type Viewer,
} from '@bobber/server/log/store'
import { type ConversationRow, entryOf, headOf, markOf, type MemoryShop, partOf, sees } from './memory-shop.ts'

const markBytes = 300

/** What a row changed for somebody, and when; `bytes` about. */
interface Change {
  position: number
  bytes: number
}

export function missedOf(shop: MemoryShop, viewer: Viewer, after: number, atMost: AtMost): Missed {
  const changed = [...shop.conversations.values()].filter((one) => sees(one, viewer) && one.lastPosition > after)
  const joined = (one: ConversationRow) => (partOf(one, viewer.personId)?.joinedPosition ?? 0) > after
  const behind = changed.reduce((sum, one) => sum + (joined(one) ? 0 : one.entries.filter((entry) => entry.position > after).length), 0)
  const head = shop.position
  const tooMuch = behind > atMost.missed
  const changes = changed.flatMap((one) =>
    joined(one)
      ? [{ position: partOf(one, viewer.personId)?.joinedPosition ?? 0, bytes: atMost.newestBytes }]
      : changesIn(one, viewer, after),
  )
  const to = tooMuch ? head : cutOf(changes, atMost.bytes, head)
  const missed: Missed = { from: after + 1, to, entries: [], marks: [], conversations: [], head, tooMuch, mine: [], left: [], joined: [] }
  for (const conversation of shop.conversations.values()) {
    const row = conversation.people.get(viewer.personId)
    if (row?.removed === false) missed.mine.push(conversation.row.conversationId)
    else if (row !== undefined && row.position > after && !sees(conversation, viewer)) missed.left.push(conversation.row.conversationId)
  }
  if (!tooMuch) for (const one of changed) addMissed(missed, one, viewer, joined(one) ? 'joined' : 'known', atMost)
  return inOrder(missed)
}

/** Everything of a conversation that changed for somebody who knows it. */
function changesIn(conversation: ConversationRow, viewer: Viewer, after: number): Change[] {
  const entries = visibleOf(conversation, viewer).map((entry) => ({ position: entry.position, bytes: bytesOf(entry) }))
  const marks = [...conversation.people.values()].map((person) => ({ position: shownTo(person.shown, viewer.class), bytes: markBytes }))
  return [...entries, ...marks].filter(({ position }) => position > after)
}

/** The last position up to which it all fits into one answer, one position's worth at least; the head when all of it fits. */
function cutOf(changes: Change[], bytes: number, head: number): number {
  const positions = [...new Set(changes.map((change) => change.position))].toSorted((a, b) => a - b)
  let total = 0
  let cut = positions[0] ?? head
  for (const position of positions) {
    total += changes.reduce((sum, change) => sum + (change.position === position ? change.bytes : 0), 0)
    if (total > bytes) return cut
    cut = position
  }
  return head
}

function addMissed(missed: Missed, conversation: ConversationRow, viewer: Viewer, how: 'joined' | 'known', atMost: AtMost): void {
  const isNew = how === 'joined'
  if (isNew && (partOf(conversation, viewer.personId)?.joinedPosition ?? 0) > missed.to) return
  const isMissed = (position: number) => position >= missed.from && position <= missed.to
  const seen = visibleOf(conversation, viewer).filter((entry) => entry.position <= missed.to)
  if (isNew) missed.joined.push(conversation.row.conversationId)
  missed.entries.push(
    ...(isNew ? newestOf(seen, atMost.newest, atMost.newestBytes) : seen.filter((entry) => entry.position >= missed.from)),
  )
  for (const person of conversation.people.values()) {
    const shown = shownTo(person.shown, viewer.class)
    if ((isNew && shown >= 0) || isMissed(shown)) missed.marks.push(markOf(conversation, person))
  }
  const { position, shown } = conversation.row
  if (isNew || isMissed(viewer.class === 'staff' ? position : shown)) missed.conversations.push({ ...conversation.row })
}

export function stretchOf(shop: MemoryShop, after: number): Batch {
  const batch: Batch = { from: after + 1, to: shop.position, entries: [], marks: [], conversations: [] }
  for (const conversation of shop.conversations.values()) {
    if (conversation.lastPosition <= after) continue
    batch.entries.push(...conversation.entries.filter((entry) => entry.position > after).map(entryOf))
    for (const person of conversation.people.values()) if (person.position > after) batch.marks.push(markOf(conversation, person))
    if (conversation.row.position > after) batch.conversations.push({ ...conversation.row })
  }
  return inOrder(batch)
}

/**
 * One page, newest first. A conversation that moved up after the page before was read stands above this page's start and may be on none of
 * them: the page brings it along.
 */
export function pageOf(shop: MemoryShop, viewer: Viewer, page: ({ position: number } & NextPage) | null, atMost: AtMost): SnapshotRows {
  const seen = [...shop.conversations.values()].filter((one) => sees(one, viewer)).toSorted(newestFirst)
  const rest = seen.filter((one) => page === null || isBelow(one, page.beforePosition, page.conversationId))
  const shown = fitting(rest.slice(0, atMost.conversations), (one) => weightOf(one, viewer, atMost), atMost.bytes)
  const moved = page === null ? [] : seen.filter((one) => one.lastPosition > page.since && !shown.includes(one))
  const last = rest.length > shown.length ? shown.at(-1) : undefined
  const rows: SnapshotRows = {
    position: page?.position ?? shop.position,
    heads: [],
    entries: [],
    marks: [],
    conversations: [],
    mine: seen.flatMap((one) => (partOf(one, viewer.personId) === undefined ? [] : [one.row.conversationId])),
    next: last ? { since: shop.position, beforePosition: last.lastPosition, conversationId: last.row.conversationId } : null,
  }
  for (const conversation of [...moved, ...shown]) {
    rows.heads.push(headOf(conversation, viewer.class, fromSeqOf(conversation, viewer)))
    rows.entries.push(...newestOf(visibleOf(conversation, viewer), atMost.newest, atMost.newestBytes))
    rows.conversations.push({ ...conversation.row })
    for (const person of conversation.people.values()) {
      if (!person.removed && shownTo(person.shown, viewer.class) >= 0) rows.marks.push(markOf(conversation, person))
    }
  }
  return rows
}

export function historyOf(
  shop: MemoryShop,
  viewer: Viewer,
  conversationId: string,
  [fromSeq, toSeq]: [number, number],
  atMost: AtMost,
): StoredEntry[] | null {
  const conversation = shop.conversations.get(conversationId)
  if (conversation === undefined || !sees(conversation, viewer)) return null
  const asked = visibleOf(conversation, viewer).filter((entry) => entry.seq >= fromSeq && entry.seq <= toSeq)
  return newestOf(asked, atMost.history, atMost.bytes)
}

/** As the viewer may see them: what lies before his own beginning is no hole of his. */
function visibleOf(conversation: ConversationRow, viewer: Viewer): StoredEntry[] {
  const from = fromSeqOf(conversation, viewer)
  return conversation.entries
    .filter((entry) => entry.seq >= from && maySee(entry.audience, viewer.class))
    .map((entry) => ({ ...entryOf(entry), prev: entry.prev.map((seq) => (seq < from ? 0 : seq)) }))
}

function fromSeqOf(conversation: ConversationRow, viewer: Viewer): number {
  return partOf(conversation, viewer.personId)?.fromSeq ?? 1
}

function newestOf(entries: StoredEntry[], count: number, bytes: number): StoredEntry[] {
  return fitting(entries.slice(-count).toReversed(), bytesOf, bytes).toReversed()
}

/** Those at the front that together stay below `bytes`, the one that passes it included: one at least. */
function fitting<T>(all: T[], weigh: (one: T) => number, bytes: number): T[] {
  let before = 0
  return all.filter((one) => {
    const fits = before < bytes
    before += weigh(one)
    return fits
  })
}

function weightOf(conversation: ConversationRow, viewer: Viewer, atMost: AtMost): number {
  const entries = newestOf(visibleOf(conversation, viewer), atMost.newest, atMost.newestBytes)
  return entries.reduce((sum, entry) => sum + bytesOf(entry), markBytes * conversation.people.size)
}

function bytesOf(entry: StoredEntry): number {
  return rowBytes + Buffer.byteLength(entry.content ?? '')
}

function shownTo(shown: readonly number[], seer: Class): number {
  return shown[classIndex[seer]] ?? -1
}

function newestFirst(a: ConversationRow, b: ConversationRow): number {
  return b.lastPosition - a.lastPosition || (a.row.conversationId < b.row.conversationId ? 1 : -1)
}

function isBelow(one: ConversationRow, position: number, conversationId: string): boolean {
  return one.lastPosition < position || (one.lastPosition === position && one.row.conversationId < conversationId)
}

function inOrder<T extends Batch>(batch: T): T {
  for (const rows of [batch.entries, batch.marks, batch.conversations]) rows.sort((a, b) => a.position - b.position)
  return batch
}
