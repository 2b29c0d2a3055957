import { type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'

/** A head that a device holds and keeps (log.md L11). */
export interface Kept {
  seq: number
  hash: string
}

/**
 * The hash that a confirmation is bound to, hex: the head the confirming device holds, checked against the log, or else the
 * conversation's own. Refusal `conflict`: the device holds another story than the log.
 */
export async function headHash(tx: Tx, conversationId: string, kept: Kept | undefined): Promise<string | Refusal> {
  if (kept && kept.seq > 0) {
    const { rows } = await sql<{ hash: Buffer }>`
      select hash from entry where shop_id = ${tx.shopId} and conversation_id = ${conversationId} and seq = ${kept.seq}
    `.execute(tx.db)
    return rows[0]?.hash.toString('hex') === kept.hash ? kept.hash : refuse('conflict')
  }
  const { rows } = await sql<{ last_hash: Buffer }>`
    select last_hash from conversation_head where shop_id = ${tx.shopId} and conversation_id = ${conversationId}
  `.execute(tx.db)
  if (!rows[0]) throw new Error('an order without a conversation')
  return rows[0].last_hash.toString('hex')
}

/** Keeps beside a confirmed fee sheet what the device said it keeps. */
export async function recordKept(tx: Tx, orderId: string, version: number, kept: Kept | undefined): Promise<void> {
  if (!kept) return
  await sql`
    update fee_sheet set kept_seq = ${kept.seq}, kept_hash = ${kept.hash}
    where shop_id = ${tx.shopId} and order_id = ${orderId} and version = ${version}
  `.execute(tx.db)
}
