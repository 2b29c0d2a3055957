import { dueAtOf, type Order, stageOf } from '@bobber/domain'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import type { OrderRow } from './order-row.ts'

/** Keeps the fold, and beside it what lists ask for. */
export async function writeState(tx: Tx, { orderId, order }: OrderRow): Promise<void> {
  const { stage, dueAt } = listed(order)
  await sql`
    update "order" set state = ${JSON.stringify(order)}::jsonb, customer_id = ${order.customerId}, stage = ${stage}, due_at = ${dueAt},
      changed_at = ${new Date(tx.now)}
    where shop_id = ${tx.shopId} and order_id = ${orderId}
  `.execute(tx.db)
}

/** At the beginning of time nothing is late yet: what is out is stored as out, and lists hold it against the clock. */
export function listed(order: Order): { stage: string; dueAt: Date | null } {
  const dueAt = dueAtOf(order)
  return { stage: stageOf(order, 0), dueAt: dueAt === null ? null : new Date(dueAt) }
}
