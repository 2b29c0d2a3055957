import { type Class, classes, type EntryKind } from '@bobber/protocol'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { rowBytes, type StoredConversation, type StoredEntry, type StoredMark } from '../store.ts'
import { contentPlace } from './append-call.ts'

/** Columns of an entry's row, for every query that reads entries; `e` is the entry, `h` its conversation's head. */
export const entryColumns = `e.position, h.desk, e.conversation_id, e.seq, e.entry_id, e.client_id, e.author_id, e.author_class, e.kind,
  e.audience, e.at, e.hash, e.prev_hash, e.prev, e.counts, e.own, e.jumped, e.sealed`

/** The same for a viewer who sees a conversation from a seq on: what lies before it is no hole of his (L8). */
export function entryColumnsFrom(seq: string): string {
  const prev = `case when ${seq} <= 1 then e.prev else array(select case when v < ${seq} then 0 else v end from unnest(e.prev) v) end as prev`
  return entryColumns.replace('e.prev,', `${prev},`)
}

/**
 * Joins by the key, each as a sub-select of its own: planned on the empty tables of a new shop, a plain join went through all of a shop's
 * heads or participants for each row, and the plan is kept. `offset 0` keeps the planner from making it a plain one again.
 */
export const joinHead = (id: string) =>
  `cross join lateral (select * from conversation_head h where h.shop_id = $1 and h.conversation_id = ${id} offset 0) h`
export const joinPeople = (id: string) =>
  `cross join lateral (select * from participant p where p.shop_id = $1 and p.conversation_id = ${id} offset 0) p`
export const joinConversation = (id: string) =>
  `cross join lateral (select * from conversation c where c.shop_id = $1 and c.conversation_id = ${id} offset 0) c`

/** What an entry takes of a frame, about. */
export const entryBytes = `coalesce(octet_length(e.sealed), 0) + ${rowBytes}`

export interface EntryRow {
  position: number
  desk: boolean
  conversation_id: string
  seq: number
  entry_id: string
  client_id: string | null
  author_id: string | null
  author_class: number
  kind: EntryKind
  audience: number
  at: number
  hash: Buffer
  prev_hash: Buffer
  prev: number[]
  counts: number[]
  own: number
  jumped: boolean
  sealed: Buffer | null
}

export function entryOf(shopId: string, vault: ShopVault, row: EntryRow): StoredEntry {
  const place = { conversationId: row.conversation_id, entryId: row.entry_id, authorId: row.author_id }
  return {
    position: row.position,
    desk: row.desk,
    conversationId: row.conversation_id,
    seq: row.seq,
    entryId: row.entry_id,
    clientId: row.client_id,
    authorId: row.author_id,
    authorClass: classOf(row.author_class),
    kind: row.kind,
    audience: row.audience,
    at: row.at,
    hash: row.hash,
    prevHash: row.prev_hash,
    prev: row.prev,
    counts: row.counts,
    own: row.own,
    jumped: row.jumped,
    content: row.sealed && vault.open(row.sealed, contentPlace(shopId, place)).toString('utf8'),
  }
}

/** Columns of a participant's row; `p` is the participant, `h` the conversation's head. */
export const markColumns = `p.position, h.desk, h.visible, p.conversation_id, p.person_id, p.class, p.role, p.involvement, p.received_seq, p.read_seq,
  p.read_count, p.read_own, p.own_count, p.removed, p.joined_position, to_json(p.shown) as shown`

export interface MarkRow {
  visible: number[]
  shown: number[]
  position: number
  desk: boolean
  conversation_id: string
  person_id: string
  class: number
  role: string
  involvement: StoredMark['involvement']
  received_seq: number
  read_seq: number
  read_count: number
  read_own: number
  own_count: number
  removed: boolean
  joined_position: number
}

export function markOf(row: MarkRow, names: ReadonlyMap<string, string>): StoredMark {
  return {
    position: row.position,
    desk: row.desk,
    visible: row.visible,
    shown: row.shown,
    joinedPosition: row.joined_position,
    conversationId: row.conversation_id,
    personId: row.person_id,
    class: classOf(row.class),
    role: row.role,
    name: names.get(row.person_id) ?? '',
    involvement: row.involvement,
    receivedSeq: row.received_seq,
    readSeq: row.read_seq,
    readCount: row.read_count,
    readOwn: row.read_own,
    ownCount: row.own_count,
    removed: row.removed,
  }
}

export function classOf(stored: number): Class {
  const found = classes[stored - 1]
  if (!found) throw new Error(`class ${stored} in a participant's row`)
  return found
}

export const conversationColumns = 'c.position, c.shown, c.conversation_id, c.kind, c.state, c.assignee_id, c.customer_id, c.opened_at'

export interface ConversationRow {
  position: number
  shown: number
  conversation_id: string
  kind: StoredConversation['kind']
  state: StoredConversation['state']
  assignee_id: string | null
  customer_id: string | null
  opened_at: number
}

export function conversationOf(row: ConversationRow): StoredConversation {
  return {
    position: row.position,
    shown: row.shown,
    conversationId: row.conversation_id,
    kind: row.kind,
    state: row.state,
    assigneeId: row.assignee_id,
    customerId: row.customer_id,
    openedAt: row.opened_at,
  }
}
