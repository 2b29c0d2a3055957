import type { EntryKind } from '@bobber/protocol'
import pg from 'pg'
import { hashOf, headerOf } from '../../src/log/chain.ts'
import type { Connection } from '../../src/platform/postgres/index.ts'
import type { LogEntry, LogOrder, LogParticipant, LogRows } from './history.ts'

interface Row extends Omit<LogEntry, 'hash' | 'chained' | 'kind'> {
  kind: EntryKind
  at: number
  hash: Buffer
  prevHash: Buffer
  digest: Buffer
}

/** A shop's log and orders as they stand in the tables, read past the server. */
export async function readLogRows(connection: Connection, shopId: string): Promise<LogRows> {
  const client = new pg.Client(connection)
  await client.connect()
  const ask = async <T extends pg.QueryResultRow>(text: string): Promise<T[]> => (await client.query<T>(text, [shopId])).rows
  try {
    await client.query('begin isolation level repeatable read read only')
    const entries = await ask<Row>(
      `select conversation_id as "conversationId", seq, position, entry_id as "entryId", client_id as "clientId", author_id as "authorId",
         kind, audience, countable, at, hash, prev_hash as "prevHash", digest, sealed is null as gone
       from entry where shop_id = $1 order by position`,
    )
    const participants = await ask<LogParticipant>(
      `select conversation_id as "conversationId", person_id as "personId", received_seq as "receivedSeq", read_seq as "readSeq"
       from participant where shop_id = $1 and not removed`,
    )
    const desk = await ask<{ id: string }>('select conversation_id as id from conversation_head where shop_id = $1 and desk')
    const orders = await ask<LogOrder>(
      `select order_id as "orderId", conversation_id as "conversationId", stage,
         extract(epoch from collect_at)::float8 * 1000 as from from "order" where shop_id = $1`,
    )
    const aliases = await ask<{ guest: string; person: string }>(
      'select person_id as guest, alias_of as person from person where shop_id = $1 and alias_of is not null',
    )
    const [head] = await ask<{ position: number }>('select position from shop_head where shop_id = $1')
    return {
      entries: chain(entries),
      participants,
      desk: desk.map(({ id }) => id),
      orders,
      aliases: Object.fromEntries(aliases.map(({ guest, person }) => [guest, person])),
      position: head?.position ?? 0,
    }
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
