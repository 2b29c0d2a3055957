import { type Class, classes, type ParticipantMark } from '@bobber/protocol'
import type { HeadRow, Incarnation, StoredConversation, StoredEntry, StoredMark, Viewer } from '@bobber/server/log/store'

/** A participant's row. */
export interface PersonRow {
  personId: string
  class: Class
  role: string
  name: string
  involvement: ParticipantMark['involvement']
  fromSeq: number
  receivedSeq: number
  readSeq: number
  readCount: number
  readOwn: number
  ownCount: number
  removed: boolean
  joinedPosition: number
  position: number
  /** per class: the newest change it may know of; -1: it doesn't know him */
  shown: number[]
}

export interface EntryRow extends StoredEntry {
  countable: boolean
}

export interface ConversationRow {
  row: StoredConversation
  desk: boolean
  entries: EntryRow[]
  lastPosition: number
  lastHash: Uint8Array
  counts: number[]
  visible: number[]
  people: Map<string, PersonRow>
}

/** One shop's log in memory: what the tables of server/migrations/0001_log.sql hold. Entries are immutable but for their content. */
export interface MemoryShop {
  position: number
  incarnations: Incarnation[]
  conversations: Map<string, ConversationRow>
}

export function copyShop(shop: MemoryShop): MemoryShop {
  return {
    position: shop.position,
    incarnations: [...shop.incarnations],
    conversations: new Map(
      [...shop.conversations].map(([id, one]) => [
        id,
        {
          ...one,
          row: { ...one.row },
          entries: one.entries.map((entry) => ({ ...entry })),
          counts: [...one.counts],
          visible: [...one.visible],
          people: new Map([...one.people].map(([personId, person]) => [personId, { ...person, shown: [...person.shown] }])),
        },
      ]),
    ),
  }
}

export const indexOf = (of: Class) => classes.indexOf(of)

/** His row while he takes part. */
export function partOf(conversation: ConversationRow, personId: string): PersonRow | undefined {
  const person = conversation.people.get(personId)
  return person?.removed === false ? person : undefined
}

export function sees(conversation: ConversationRow, viewer: Viewer): boolean {
  return partOf(conversation, viewer.personId) !== undefined || (viewer.desk && conversation.desk)
}

export function markOf(conversation: ConversationRow, person: PersonRow): StoredMark {
  const { fromSeq: _from, ...mark } = person
  return {
    ...mark,
    shown: [...person.shown],
    conversationId: conversation.row.conversationId,
    desk: conversation.desk,
    visible: [...conversation.visible],
  }
}

export function entryOf(entry: EntryRow): StoredEntry {
  const { countable: _countable, ...stored } = entry
  return stored
}

/** The head as a viewer may know it: the newest entry of his class, not what is hidden behind it. */
export function headOf(conversation: ConversationRow, viewer: Class, fromSeq: number): HeadRow {
  const newest = conversation.visible[indexOf(viewer)] ?? 0
  const lastSeq = newest < fromSeq ? 0 : newest
  return {
    conversationId: conversation.row.conversationId,
    lastPosition: conversation.lastPosition,
    lastSeq,
    count: conversation.counts[indexOf(viewer)] ?? 0,
    lastHash: conversation.entries[newest - 1]?.hash ?? conversation.lastHash,
  }
}
