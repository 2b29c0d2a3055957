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
