import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'

/** Money that somebody of the shop still has to hand back (N10). */
export interface OpenRefund {
  refundId: string
  orderId: string
  /** fen */
  amount: number
  means: 'cash' | 'transfer'
}

/** Those of these orders, or of the whole shop, oldest first. What came in by a provider goes back by itself and isn't here. */
export async function openRefunds(db: Db, shopId: string, orderIds?: readonly string[]): Promise<OpenRefund[]> {
  const ids = orderIds === undefined ? null : [...orderIds]
  const { rows } = await sql<{ refund_id: string; order_id: string; amount: number; means: OpenRefund['means'] }>`
    select r.refund_id, r.order_id, r.amount, p.means
    from refund r join payment p on p.shop_id = r.shop_id and p.payment_id = r.payment_id
    where r.shop_id = ${shopId} and r.state = 'asked' and p.means is not null and (${ids}::uuid[] is null or r.order_id = any(${ids}::uuid[]))
    order by r.asked_at, r.refund_id
  `.execute(db)
  return rows.map((row) => ({ refundId: row.refund_id, orderId: row.order_id, amount: row.amount, means: row.means }))
}
