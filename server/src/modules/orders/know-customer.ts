import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import { system } from './actors.ts'
import { give } from './give.ts'
import { readOrders } from './order-row.ts'

/** A guest turned out to be a customer: what staff ordered for the guest is the customer's, and each order's log says so (O20). */
export async function handOverOrders(tx: Tx, fromPersonId: string, customerId: string): Promise<void> {
  const theirs = sql`o.shop_id = ${tx.shopId} and o.customer_id = ${fromPersonId}`
  for (const row of await readOrders(tx.db, theirs, { order: sql`order by o.order_id`, lock: true })) {
    const given = await give(tx, row, { kind: 'order.knowCustomer', content: { customerId } }, system)
    if (isRefusal(given)) throw new Error(`an order could not be handed over: ${given.code}`)
  }
}
