import { isRefusal, type OrderLineFact, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import { freeBetween } from '../stock/index.ts'
import { system } from './actors.ts'
import { give } from './give.ts'
import { type OrderRow, planOf, readOrders } from './order-row.ts'

/**
 * What is overdue is taken without end: the orders that wait for it and find no piece left are told of in their conversations, to the
 * staff, who can offer another piece before the customer stands at the counter (R10). Their rows are locked in the order of their ids.
 */
export async function tellWaiting(tx: Tx, late: OrderRow): Promise<Refusal | undefined> {
  const { overdueLineIds, number } = late.order
  const variantIds = late.order.lines.filter((line) => overdueLineIds.includes(line.orderLineId)).map((line) => line.variantId)
  const waiting = sql`o.shop_id = ${tx.shopId} and o.order_id <> ${late.orderId} and o.stage in ('toConfirm', 'toPay', 'toCollect')
    and exists (select from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id and l.variant_id = any(${variantIds}::uuid[]))`
  for (const row of await readOrders(tx.db, waiting, { order: sql`order by o.order_id`, lock: true })) {
    const lines = row.order.lines.filter((line) => variantIds.includes(line.variantId))
    const orderLineIds = await shortOf(tx, row, lines)
    if (orderLineIds.length === 0) continue
    const given = await give(tx, row, { kind: 'claim.endanger', content: { orderLineIds, by: number } }, system)
    if (isRefusal(given)) return given
  }
  return undefined
}

/** The lines for which too few pieces are left besides what all others have. */
async function shortOf(tx: Tx, row: OrderRow, lines: readonly OrderLineFact[]): Promise<string[]> {
  const spans = lines.map(({ variantId, quantity, from = tx.now, until = null, orderLineId }) => {
    const bufferMinutes = planOf(row, orderLineId)?.bufferMinutes ?? 0
    return { variantId, quantity, from: Math.max(from, tx.now), until, bufferMinutes }
  })
  const frees = await freeBetween(tx.db, tx.shopId, spans, row.orderId)
  return lines.filter((line, index) => (frees[index]?.free ?? 0) < line.quantity).map((line) => line.orderLineId)
}
