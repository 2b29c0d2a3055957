import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '@bobber/server/platform/ids'

/**
 * The rows an append of messages writes, with nothing of what makes them an append: no lock, no check of who takes part, no chain, no
 * sealing, one writer. An entry each, and of each conversation its head and its author's row; the shop's head once a batch. Upserts,
 * because they go by the key whatever the planner knows: joined in an update, the heads were read whole for each batch.
 */
const statement = `
with item as (
  select * from unnest($2::uuid[], $3::int[], $4::bigint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])
    as t(conversation_id, seq, position, entry_id, client_id, author_id, hash, digest, salt, sealed)
), written as (
  insert into entry (shop_id, conversation_id, seq, position, entry_id, client_id, author_id, author_class, kind, audience, countable, at,
    prev, counts, own, jumped, prev_hash, hash, digest, salt, sealed)
  select $1, i.conversation_id, i.seq, i.position, i.entry_id, i.client_id, i.author_id, 1, 'message.text', 7, true, 1795000000000,
    array[i.seq - 1, i.seq - 1, i.seq - 1, i.seq - 1], array[i.seq, i.seq, i.seq, i.seq], i.seq, true, i.hash, i.hash, i.digest, i.salt, i.sealed
  from item i
), headed as (
  insert into conversation_head as h (shop_id, conversation_id, desk, last_seq, last_position, last_hash)
  select $1, i.conversation_id, false, i.seq, i.position, i.hash from item i
  on conflict (shop_id, conversation_id) do update set
    last_seq = excluded.last_seq, last_position = excluded.last_position, last_hash = excluded.last_hash
), authored as (
  insert into participant as p (shop_id, conversation_id, person_id, class, role, own_count, read_seq, read_count, read_own, position)
  select $1, i.conversation_id, i.author_id, 1, 'customer', i.seq, i.seq, i.seq, i.seq, i.position from item i
  on conflict (shop_id, conversation_id, person_id) do update set
    own_count = excluded.own_count, read_seq = excluded.read_seq, read_count = excluded.read_count, read_own = excluded.read_own,
    position = excluded.position
)
update shop_head set position = $12 where shop_id = $1`

const sealedBytes = 120

/** Answers a function that writes one batch on this connection, each message into another conversation. */
export function bareAppend(
  client: pg.ClientBase,
  shopId: string,
  casts: readonly { conversationId: string; personId: string }[],
  batchSize = 64,
): () => Promise<void> {
  const seqs = casts.map(() => 0)
  let position = 0
  let next = 0
  return async (): Promise<void> => {
    const items = Array.from({ length: batchSize }, () => {
      const index = next++ % casts.length
      const seq = (seqs[index] = (seqs[index] ?? 0) + 1)
      return { ...casts[index], seq, position: ++position }
    })
    const bytes = (length: number) => items.map(() => randomBytes(length))
    await client.query({
      name: 'bare_append',
      text: statement,
      values: [
        shopId,
        items.map((item) => item.conversationId),
        items.map((item) => item.seq),
        items.map((item) => item.position),
        items.map(() => newId()),
        items.map(() => newId()),
        items.map((item) => item.personId),
        bytes(32),
        bytes(32),
        bytes(16),
        bytes(sealedBytes),
        position,
      ],
    })
  }
}
