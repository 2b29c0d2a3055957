import { maySee } from '@bobber/protocol'
import type { Batch, Missed, SnapshotRows, StoredEntry, Viewer } from '@bobber/server/log/store'
import { type ConversationRow, entryOf, headOf, markOf, type MemoryShop, partOf, sees } from './memory-shop.ts'

/** As in the database's statements: newest entries of a joined or snapshot conversation, conversations of a snapshot's page. */
export const newest = 30
export const pageSize = 50

export function missedOf(shop: MemoryShop, viewer: Viewer, after: number): Missed {
  const missed: Missed = { from: after + 1, to: shop.position, entries: [], marks: [], conversations: [], mine: [], left: [], joined: [] }
  for (const conversation of shop.conversations.values()) {
    const { conversationId } = conversation.row
    const row = conversation.people.get(viewer.personId)
    const part = partOf(conversation, viewer.personId)
    if (part !== undefined) missed.mine.push(conversationId)
    else if (row !== undefined && row.position > after) missed.left.push(conversationId)
    if (!sees(conversation, viewer) || conversation.lastPosition <= after) continue
    const joined = part !== undefined && part.joinedPosition > after
    if (joined) missed.joined.push(conversationId)
    missed.entries.push(
      ...entriesOf(conversation, viewer).filter((entry) =>
        joined ? entry.seq > conversation.entries.length - newest : entry.position > after,
      ),
    )
    for (const person of conversation.people.values()) {
      if ((joined && !person.removed) || person.position > after) missed.marks.push(markOf(conversation, person))
    }
    if (joined || conversation.row.position > after) missed.conversations.push({ ...conversation.row })
  }
  return inOrder(missed)
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
 * One page, newest first. A conversation that moved up after the first page was read stands above the page's start and would be
 * missed by all of them: later pages bring it along.
 */
export function pageOf(
  shop: MemoryShop,
  viewer: Viewer,
  page: { position: number; beforePosition: number; conversationId: string } | null,
): SnapshotRows {
  const seen = [...shop.conversations.values()].filter((one) => sees(one, viewer)).toSorted(newestFirst)
  const rest = seen.filter((one) => page === null || isBelow(one, page.beforePosition, page.conversationId))
  const shown = rest.slice(0, pageSize)
  const moved = page === null ? [] : seen.filter((one) => one.lastPosition > page.position && !shown.includes(one))
  const last = shown.at(-1)
  const rows: SnapshotRows = {
    position: page?.position ?? shop.position,
    heads: [],
    entries: [],
    marks: [],
    conversations: [],
    mine: seen.flatMap((one) => (partOf(one, viewer.personId) === undefined ? [] : [one.row.conversationId])),
    next:
      last !== undefined && rest.length > pageSize ? { beforePosition: last.lastPosition, conversationId: last.row.conversationId } : null,
  }
  for (const conversation of [...moved, ...shown]) {
    rows.heads.push(headOf(conversation, viewer.class))
    rows.entries.push(...visibleOf(conversation, viewer).slice(-newest))
    rows.conversations.push({ ...conversation.row })
    for (const person of conversation.people.values()) if (!person.removed) rows.marks.push(markOf(conversation, person))
  }
  return rows
}

export function historyOf(shop: MemoryShop, viewer: Viewer, conversationId: string, fromSeq: number, toSeq: number): StoredEntry[] | null {
  const conversation = shop.conversations.get(conversationId)
  if (conversation === undefined || !sees(conversation, viewer)) return null
  return visibleOf(conversation, viewer)
    .filter((entry) => entry.seq >= fromSeq && entry.seq <= toSeq)
    .slice(-200)
}

/** Of every class: the edge picks what a viewer's class may see. */
function entriesOf(conversation: ConversationRow, viewer: Viewer): StoredEntry[] {
  const part = partOf(conversation, viewer.personId)
  const [from, until] = [part?.fromSeq ?? 1, part?.untilSeq ?? Number.MAX_SAFE_INTEGER]
  return conversation.entries.filter((entry) => entry.seq >= from && entry.seq <= until).map(entryOf)
}

function visibleOf(conversation: ConversationRow, viewer: Viewer): StoredEntry[] {
  return entriesOf(conversation, viewer).filter((entry) => maySee(entry.audience, viewer.class))
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
