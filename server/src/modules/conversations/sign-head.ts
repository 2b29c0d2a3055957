import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'

export interface SignedHead {
  shopId: string
  conversationId: string
  seq: number
  hash: Uint8Array
  /** epoch ms */
  at: number
}

/** What stands under a head's signature: "bobber head 1", the ids, seq and time in decimal, and the hash in hex, each on a line. */
export function signedBytes({ shopId, conversationId, seq, hash, at }: SignedHead): Buffer {
  return Buffer.from(`bobber head 1\n${shopId}\n${conversationId}\n${seq}\n${at}\n${Buffer.from(hash).toString('hex')}\n`)
}

/**
 * Signs the head a conversation has now and keeps the signature (log.md L6). After money moved, once it is committed: a chain alone
 * could be recomputed by whoever writes rows, a signature couldn't.
 */
export async function signHead(deps: Pick<Deps, 'db' | 'vault' | 'clock'>, shopId: string, conversationId: string): Promise<void> {
  const { rows } = await sql<{ last_seq: number; last_hash: Buffer }>`
    select last_seq, last_hash from conversation_head where shop_id = ${shopId} and conversation_id = ${conversationId}`.execute(deps.db)
  const head = rows[0]
  if (!head) return
  const signed = { shopId, conversationId, seq: head.last_seq, hash: head.last_hash, at: deps.clock.now() }
  await sql`insert into head_signature (shop_id, conversation_id, seq, hash, at, signature)
    values (${shopId}, ${conversationId}, ${signed.seq}, ${head.last_hash}, ${signed.at}, ${deps.vault.sign(signedBytes(signed))})
    on conflict do nothing`.execute(deps.db)
}

const day = 86_400_000
/** Heads signed in one go: a shop that was away for weeks catches up over some hours, and nothing else waits for it. */
const atOnce = 1000

/** Signs the heads that grew since they were signed, once a day each (log.md L6). Answers how many. */
export async function signGrownHeads(deps: Pick<Deps, 'db' | 'vault' | 'clock'>): Promise<number> {
  const { rows } = await sql<{ shop_id: string; conversation_id: string }>`
    select h.shop_id, h.conversation_id from conversation_head h
    left join lateral (
      select s.seq, s.at from head_signature s where s.shop_id = h.shop_id and s.conversation_id = h.conversation_id order by s.seq desc limit 1
    ) signed on true
    where h.last_seq > coalesce(signed.seq, 0) and coalesce(signed.at, 0) <= ${deps.clock.now() - day}
    order by h.last_at limit ${atOnce}`.execute(deps.db)
  for (const row of rows) await signHead(deps, row.shop_id, row.conversation_id)
  return rows.length
}
