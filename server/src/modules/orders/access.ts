import { type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { Asker, Db } from '../../platform/deps.ts'
import { type OrderRow, readOrder } from './order-row.ts'

/** Whether an order is the asker's business: a customer's own, or any of the shop's for its staff. */
export function mayTouch(asker: Asker, row: Pick<OrderRow, 'customerId'>): boolean {
  return asker.class === 'staff' || row.customerId === asker.personId
}

/** Refusal `notFound` also for somebody else's order: strangers don't learn that there is one. */
export async function orderFor(db: Db, asker: Asker, orderId: string): Promise<OrderRow | Refusal> {
  const row = await readOrder(db, asker.shopId, orderId)
  return row && mayTouch(asker, row) ? row : refuse('notFound')
}

/** The same with the order's row locked until the transaction ends: commands on one order go one after the other. */
export async function lockedFor(tx: Tx, asker: Asker, orderId: string): Promise<OrderRow | Refusal> {
  const row = await readOrder(tx.db, tx.shopId, orderId, true)
  return row && mayTouch(asker, row) ? row : refuse('notFound')
}
