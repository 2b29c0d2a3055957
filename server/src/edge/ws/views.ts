import { asSeenBy, type Class, classIndex, type ConversationMark, type Head, maySee, type ParticipantMark } from '@bobber/protocol'
import type { HeadRow, StoredConversation, StoredEntry, StoredMark } from '../../log/store.ts'

/** What a class may know of the others: customers know nothing of suppliers and the other way round (log.md L8). */
const knows: Record<Class, readonly Class[]> = {
  staff: ['customer', 'staff', 'rider', 'supplier'],
  customer: ['customer', 'staff', 'rider'],
  rider: ['customer', 'staff', 'rider'],
  supplier: ['staff', 'supplier'],
}

export function mayKnow(viewer: Class, other: Class): boolean {
  return knows[viewer].includes(other)
}

/**
 * An entry as JSON text for one class; null when the class may not see it. Text and not an object, because a live entry goes to many
 * and its content is JSON already. `alias` leads from a guest to the person he turned out to be.
 */
export function entryJson(entry: StoredEntry, viewer: Class, alias: (personId: string) => string): string | null {
  if (!maySee(entry.audience, viewer)) return null
  const index = classIndex[viewer]
  const prev = entry.prev[index] ?? 0
  const skipped = prev === entry.seq - 1 ? '' : `,"skipHash":"${hex(entry.prevHash)}"`
  const client = entry.clientId === null ? '' : `,"clientId":"${entry.clientId}"`
  const author = entry.authorId === null ? 'null' : `"${alias(entry.authorId)}"`
  // How many own ones somebody inside the shop has counts his private notes as well: who is outside hears no such number.
  const own = viewer === 'staff' || viewer === entry.authorClass ? entry.own : 0
  const jumped = entry.jumped ? ',"jumped":true' : ''
  return (
    `{"conversationId":"${entry.conversationId}","seq":${entry.seq},"prev":${prev}${skipped},"entryId":"${entry.entryId}"${client}` +
    `,"authorId":${author},"kind":"${entry.kind}","audience":${entry.audience},"at":${entry.at},"hash":"${hex(entry.hash)}"` +
    `,"count":${entry.counts[index] ?? 0},"own":${own}${jumped},"content":${entry.content ?? 'null'}}`
  )
}

/**
 * A participant as one class may know him. Outside the shop nobody hears of cursors beyond what he sees himself, nor of numbers that count
 * what is hidden from him: a private note must not show by its author's mark (log.md L8).
 */
export function markView(mark: StoredMark, viewer: Class): ParticipantMark {
  const { position: _position, shown: _shown, desk: _desk, visible, joinedPosition: _joined, ...view } = mark
  if (viewer === 'staff' || viewer === mark.class) return view
  const seen = visible[classIndex[viewer]] ?? 0
  const { receivedSeq, readSeq } = view
  return {
    ...view,
    receivedSeq: Math.min(receivedSeq, seen),
    readSeq: Math.min(readSeq, seen),
    readCount: 0,
    readOwn: 0,
    ownCount: 0,
  }
}

export function conversationView(row: StoredConversation, viewer: Class): ConversationMark {
  const { position: _position, shown: _shown, ...view } = row
  return asSeenBy(viewer, view)
}

export function headView(row: HeadRow): Head {
  return {
    conversationId: row.conversationId,
    lastSeq: row.lastSeq,
    count: row.count,
    lastHash: hex(row.lastHash),
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
