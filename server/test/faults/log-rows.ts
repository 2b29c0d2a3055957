import type { EntryKind } from '@bobber/protocol'
import pg from 'pg'
import { hashOf, headerOf } from '../../src/log/chain.ts'
import type { Connection } from '../../src/platform/postgres/index.ts'
import type { LogEntry, LogRows } from './history.ts'

interface Row extends Omit<LogEntry, 'hash' | 'chained'> {
  kind: EntryKind
  audience: number
  at: number
  hash: Buffer
  prevHash: Buffer
  digest: Buffer
}

/** A shop's log as it stands in the tables, read past the server. */
export async function readLogRows(connection: Connection, shopId: string): Promise<LogRows> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const entries = await client.query<Row>(
      `select conversation_id as "conversationId", seq, position, entry_id as "entryId", client_id as "clientId", author_id as "authorId",
         kind, audience, countable, at, hash, prev_hash as "prevHash", digest
       from entry where shop_id = $1 order by position`,
      [shopId],
    )
    const participants = await client.query<LogRows['participants'][number]>(
      `select conversation_id as "conversationId", person_id as "personId", received_seq as "receivedSeq", read_seq as "readSeq"
       from participant where shop_id = $1 and not removed`,
      [shopId],
    )
    const head = await client.query<{ position: number }>('select position from shop_head where shop_id = $1', [shopId])
    return { entries: chain(entries.rows), participants: participants.rows, position: head.rows[0]?.position ?? 0 }
  } finally {
    await client.end()
  }
}

/** Recomputes every hash from the one before it in the same conversation, whatever the row says it was. */
function chain(rows: readonly Row[]): LogEntry[] {
  const last = new Map<string, Uint8Array>()
  return rows.map(({ digest, prevHash: _said, hash, ...row }) => {
    const chained = hashOf(last.get(row.conversationId) ?? new Uint8Array(32), row.seq, headerOf(row, digest))
    last.set(row.conversationId, chained)
    return { ...row, hash: hash.toString('hex'), chained: chained.toString('hex') }
  })
}
