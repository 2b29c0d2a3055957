import { refundableOf } from '@bobber/domain'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { newId } from '../../../platform/ids.ts'
import type { OrderRow } from '../order-row.ts'

interface Paid {
  payment_id: string
  provider: string
  currency: string
  /** captured, less what was asked back already */
  left: number
}

/**
 * Promises to give back what has to go back and isn't promised yet, newest payment first (N5): the rows say what, the job does it.
 * The order's row is locked, so nobody else plans at the same time.
 */
export async function planRefunds(tx: Tx, { orderId, order }: Pick<OrderRow, 'orderId' | 'order'>): Promise<void> {
  const refundable = refundableOf(order)
  if (refundable === 0) return
  const payments = await readPaid(tx, orderId)
  let open = refundable - (await asked(tx, orderId))
  for (const { payment_id: paymentId, provider, currency, left } of payments) {
    const amount = Math.min(open, left)
    if (amount <= 0) continue
    open -= amount
    await sql`
      insert into refund (shop_id, refund_id, order_id, payment_id, provider, amount, currency, asked_at)
      values (${tx.shopId}, ${newId()}, ${orderId}, ${paymentId}, ${provider}, ${amount}, ${currency}, ${new Date(tx.now)})
    `.execute(tx.db)
  }
  if (open > 0) throw new Error(`${open} fen more to give back than was ever taken for order ${order.number}`)
  const { shopId } = tx
  await tx.enqueue('order.refund', { shopId, orderId }, { key: `order.refund/${shopId}/${orderId}` })
}

async function readPaid(tx: Tx, orderId: string): Promise<Paid[]> {
  const { rows } = await sql<Paid>`
    select p.payment_id, p.provider, p.currency, (p.amount - coalesce(sum(r.amount), 0))::bigint as left
    from payment p left join refund r on r.shop_id = p.shop_id and r.payment_id = p.payment_id
    where p.shop_id = ${tx.shopId} and p.order_id = ${orderId} and p.state = 'captured'
    group by p.shop_id, p.payment_id order by p.captured_at desc, p.payment_id desc
  `.execute(tx.db)
  return rows
}

async function asked(tx: Tx, orderId: string): Promise<number> {
  const { rows } = await sql<{ asked: number }>`
    select coalesce(sum(amount), 0)::bigint as asked from refund
    where shop_id = ${tx.shopId} and order_id = ${orderId} and state = 'asked'
  `.execute(tx.db)
  return rows[0]?.asked ?? 0
}
