import { isRefusal, type OrderLineFact, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import type { Deps } from '../../platform/deps.ts'
import { freeBetween } from '../stock/index.ts'
import { system } from './actors.ts'
import { give } from './give.ts'
import { type OrderRow, planOf, readOrders } from './order-row.ts'

/** What is overdue is taken without end (R10). */
export function tellOfLate(tx: Tx, { orderId, order }: OrderRow): Promise<Refusal | undefined> {
  const lines = order.lines.filter((line) => order.overdueLineIds.includes(line.orderLineId))
  return tellWaiting(
    tx,
    lines.map((line) => line.variantId),
    { by: order.number, exceptOrderId: orderId },
  )
}

/** Pieces of a variant were lost, are damaged, or were retired (catalogue.md CT22). */
export async function tellOfFewer(deps: Deps, shopId: string, variantId: string): Promise<void> {
  const told = await deps.log.transact(shopId, async (tx) => (await tellWaiting(tx, [variantId], { by: '' })) ?? {})
  if (isRefusal(told)) throw new Error(`who waits could not be told: ${told.code}`)
}

/**
 * The orders that wait for one of these variants and find no piece left are told of in their conversations, to the staff, who can offer
 * another piece before the customer stands at the counter. Their rows are locked in the order of their ids. `by`: the number of the order
 * whose pieces are gone; empty: no order's.
 */
async function tellWaiting(
  tx: Tx,
  variantIds: readonly string[],
  { by, exceptOrderId }: { by: string; exceptOrderId?: string },
): Promise<Refusal | undefined> {
  // Of an order that is partly out, the rest waits as well.
  const waiting = sql`o.shop_id = ${tx.shopId} and o.order_id is distinct from ${exceptOrderId ?? null}::uuid
    and (o.stage in ('toConfirm', 'toPay', 'toCollect') or o.state->'facets'->>'fulfilment' = 'partlyOut')
    and exists (select from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id and l.variant_id = any(${[...variantIds]}::uuid[]))`
  for (const row of await readOrders(tx.db, waiting, { order: sql`order by o.order_id`, lock: true })) {
    const lines = row.order.lines.filter((line) => variantIds.includes(line.variantId))
    const orderLineIds = await shortOf(tx, row, lines)
    if (orderLineIds.length === 0) continue
    const given = await give(tx, row, { kind: 'claim.endanger', content: { orderLineIds, by } }, system)
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
  const frees = await freeBetween(tx, spans, row.orderId)
  return lines.filter((line, index) => (frees[index]?.free ?? 0) < line.quantity).map((line) => line.orderLineId)
}
