import { bit, classes } from '@bobber/protocol'
import { digestOf, hashOf, headerOf } from '@bobber/server/log/chain'
import type { Appended, NewEntry, StoredEntry } from '@bobber/server/log/store'
import { type ConversationRow, entryOf, type EntryRow, indexOf, type MemoryShop, partOf, type PersonRow } from './memory-shop.ts'

/** Appends one entry as log_append (migrations/0002_log-writes.sql) does: who may, seq, links, numbers, chain, the author's own mark. */
export function appendOne(shop: MemoryShop, entry: NewEntry): Appended {
  const conversation = shop.conversations.get(entry.conversationId)
  if (conversation === undefined) return { ok: false, code: 'notParticipant' }
  const takesPart = entry.authorId !== null && partOf(conversation, entry.authorId) !== undefined
  const may = takesPart || (entry.sender?.desk === true && conversation.desk)
  const first = entry.clientId === null ? undefined : conversation.entries.find((one) => one.clientId === entry.clientId)
  if (first !== undefined) return repeated(entry, first, may)
  if (entry.sender !== undefined && (entry.audience === 0 || !may)) return { ok: false, code: 'notParticipant' }

  const author = entry.authorId === null ? undefined : conversation.people.get(entry.authorId)
  const seer = author?.class ?? entry.sender?.class ?? 'staff'
  const seq = conversation.entries.length + 1
  const counts = conversation.counts.map((count, index) => count + Number(entry.countable && seenBy(entry.audience, index)))
  const own = entry.authorId === null ? 0 : (author?.ownCount ?? 0) + Number(entry.countable)
  const row: EntryRow = {
    position: ++shop.position,
    desk: conversation.desk,
    conversationId: entry.conversationId,
    seq,
    entryId: entry.entryId,
    clientId: entry.clientId,
    authorId: entry.authorId,
    authorClass: seer,
    kind: entry.kind,
    audience: entry.audience,
    countable: entry.countable,
    at: entry.at,
    hash: hashOf(conversation.lastHash, seq, headerOf(entry, digestOf(noSalt, entry.content))),
    prevHash: conversation.lastHash,
    prev: [...conversation.visible],
    counts,
    own,
    jumped: entry.authorId !== null && nothingUnread(conversation, entry, entry.authorId, indexOf(seer), author?.readSeq ?? 0),
    content: entry.content,
  }
  conversation.entries.push(row)
  conversation.lastPosition = row.position
  conversation.lastHash = row.hash
  conversation.counts = counts
  conversation.visible = conversation.visible.map((last, index) => (seenBy(entry.audience, index) ? seq : last))
  if (entry.authorId !== null) takePart(conversation, row, entry.authorId, author ?? newcomer(entry.authorId, seer))
  return { ok: true, entry: entryOf(row), repeated: false }
}

/** Content is compared as it was written; chain hashes in memory need no secret. */
const noSalt = new Uint8Array(16)

function repeated(entry: NewEntry, first: EntryRow, may: boolean): Appended {
  if (first.authorId !== entry.authorId && !may) return { ok: false, code: 'notParticipant' }
  if (first.authorId !== entry.authorId || (first.content !== null && first.content !== entry.content)) {
    return { ok: false, code: 'clientIdConflict' }
  }
  return { ok: true, entry: entryOf(first), repeated: true }
}

/** The cursor jumps over the own entry only when nothing countable of others lies between (L9). */
function nothingUnread(conversation: ConversationRow, entry: NewEntry, authorId: string, seer: number, readSeq: number): boolean {
  const after = Math.max(readSeq, entry.sender?.readSeq ?? 0)
  return !conversation.entries.some((one) => one.seq > after && one.countable && seenBy(one.audience, seer) && one.authorId !== authorId)
}

/** Whether a class may know what an entry does to its author's mark: by the entry itself, or by a cursor that moves over what it sees. */
export function showsAuthor(row: StoredEntry, readSeq: number, index: number): boolean {
  const insider = classes[index] === 'staff' || classes[index] === row.authorClass
  return insider || seenBy(row.audience, index) || (row.jumped && readSeq < (row.prev[index] ?? 0))
}

/** Whether somebody must be told the author's mark, whom the entry alone doesn't tell it. */
export function isUntold(row: StoredEntry, before: PersonRow | undefined): boolean {
  const known = before?.removed === false ? before.shown : undefined
  return classes.some(
    (_, index) =>
      showsAuthor(row, before?.readSeq ?? 0, index) && ((known?.[index] ?? -1) < 0 || (row.jumped && !seenBy(row.audience, index))),
  )
}

function takePart(conversation: ConversationRow, row: EntryRow, authorId: string, before: PersonRow): void {
  const jumped = row.jumped ? row.seq : 0
  const known = before.removed ? unknown : before.shown
  conversation.people.set(authorId, {
    ...before,
    ownCount: row.own,
    receivedSeq: Math.max(before.receivedSeq, jumped),
    ...(jumped > before.readSeq && { readSeq: jumped, readCount: row.counts[indexOf(before.class)] ?? 0, readOwn: row.own }),
    removed: false,
    position: row.position,
    joinedPosition: before.joinedPosition === 0 ? row.position : before.joinedPosition,
    shown: known.map((shown, index) => (showsAuthor(row, before.readSeq, index) ? row.position : shown)),
  })
}

const unknown = classes.map(() => -1)

/** Somebody of whom nobody has heard yet. */
export function newcomer(personId: string, of: PersonRow['class'], role = 'service'): PersonRow {
  return {
    personId,
    class: of,
    role,
    name: '',
    involvement: 'everything',
    fromSeq: 1,
    receivedSeq: 0,
    readSeq: 0,
    readCount: 0,
    readOwn: 0,
    ownCount: 0,
    removed: false,
    joinedPosition: 0,
    position: 0,
    shown: [...unknown],
  }
}

function seenBy(audience: number, index: number): boolean {
  const seer = classes[index]
  return seer !== undefined && (audience & bit[seer]) !== 0
}
