import { digestOf } from '../chain.ts'
import type { Appended, Batch, NewEntry, StoredEntry } from '../store.ts'
import { classOf } from './rows.ts'

/** A row of the SQL type `appended` (migrations/0002_log-writes.sql). */
export interface AppendedRow {
  ord: number
  outcome: 'appended' | 'repeated' | 'notParticipant'
  position: number | null
  seq: number | null
  hash: Buffer | null
  prev_hash: Buffer | null
  prev: number[] | null
  counts: number[] | null
  own: number | null
  jumped: boolean | null
  desk: boolean | null
  author_class: number | null
  untold: boolean | null
  may: boolean | null
  old_entry: string | null
  old_author: string | null
  old_at: number | null
  old_digest: Buffer | null
  old_salt: Buffer | null
}

/** What became of each entry. `alias` leads from a guest to the person he turned out to be (L4). */
export function appendedOf(entry: NewEntry, row: AppendedRow, alias: (personId: string) => string): Appended {
  if (row.outcome === 'notParticipant') return { ok: false, code: 'notParticipant' }
  if (row.outcome === 'appended') return { ok: true, repeated: false, entry: storedOf(entry, row) }
  const sameAuthor = row.old_author !== null && entry.authorId !== null && alias(row.old_author) === alias(entry.authorId)
  const sameContent = row.old_salt === null || digestOf(row.old_salt, entry.content).equals(given(row.old_digest))
  // Whoever is no part of it is not told that the id is taken.
  if (!sameAuthor && row.may !== true) return { ok: false, code: 'notParticipant' }
  if (!sameAuthor || !sameContent) return { ok: false, code: 'clientIdConflict' }
  const first = { ...entry, entryId: given(row.old_entry), at: given(row.old_at) }
  const stored = storedOf(first, { ...row, position: 0, prev_hash: Buffer.alloc(32), prev: [], counts: [], own: 0, jumped: false })
  return { ok: true, repeated: true, entry: { ...stored, content: row.old_salt === null ? null : entry.content } }
}

/** The stretch of the log that an append wrote; null when it wrote nothing. */
export function batchOf(results: readonly Appended[]): Batch | null {
  const entries = results.flatMap((result) => (result.ok && !result.repeated ? [result.entry] : []))
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return null
  return { from: first.position, to: last.position, entries, marks: [], conversations: [] }
}

function storedOf(entry: NewEntry, row: AppendedRow): StoredEntry {
  return {
    position: given(row.position),
    desk: given(row.desk),
    conversationId: entry.conversationId,
    seq: given(row.seq),
    entryId: entry.entryId,
    clientId: entry.clientId,
    authorId: entry.authorId,
    authorClass: classOf(given(row.author_class)),
    kind: entry.kind,
    audience: entry.audience,
    at: entry.at,
    hash: given(row.hash),
    prevHash: given(row.prev_hash),
    prev: given(row.prev),
    counts: given(row.counts),
    own: given(row.own),
    jumped: given(row.jumped),
    content: entry.content,
  }
}

function given<T>(value: T | null): T {
  if (value === null) throw new Error('log_append left out what its outcome promises')
  return value
}
