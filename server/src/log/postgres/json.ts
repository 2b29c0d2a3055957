import type { StoredConversation } from '../store.ts'
import { type ConversationRow, conversationOf, type EntryRow, type MarkRow } from './rows.ts'

/**
 * Rows that came as JSON inside one row: one statement is one snapshot, and one statement has one result. Bytes are in PostgreSQL's
 * hex text there.
 */
export interface LogJson {
  position: number
  entries: EntryJson[] | null
  marks: MarkRow[] | null
  conversations: ConversationRow[] | null
}
type EntryJson = Omit<EntryRow, 'hash' | 'prev_hash' | 'sealed'> & { hash: string; prev_hash: string; sealed: string | null }

export function readEntries(row: LogJson): EntryRow[] {
  return (row.entries ?? []).map((entry) => ({
    ...entry,
    hash: bytes(entry.hash),
    prev_hash: bytes(entry.prev_hash),
    sealed: entry.sealed === null ? null : bytes(entry.sealed),
  }))
}

export function readMarks(row: LogJson): MarkRow[] {
  return row.marks ?? []
}

export function readConversations(row: LogJson): StoredConversation[] {
  return (row.conversations ?? []).map(conversationOf)
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex.slice(2), 'hex')
}
