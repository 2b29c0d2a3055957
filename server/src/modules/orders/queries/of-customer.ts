import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'

/** How many orders customers have, and how many of them are out now. Nobody is left out of the answer. */
export async function orderCounts(
  db: Db,
  shopId: string,
  personIds: readonly string[],
): Promise<Map<string, { orders: number; out: number }>> {
  const { rows } = await sql<{ person_id: string; orders: number; out: number }>`
    select p.person_id, count(o.order_id)::int as orders, count(o.order_id) filter (where o.stage = 'out')::int as out
    from unnest(${[...personIds]}::uuid[]) as p(person_id)
    left join "order" o on o.shop_id = ${shopId} and o.customer_id = p.person_id
    group by p.person_id
  `.execute(db)
  return new Map(rows.map(({ person_id, orders, out }) => [person_id, { orders, out }]))
}

/** Whose order it is and where it is talked about; undefined: not in this shop. */
export async function orderPlaceOf(
  db: Db,
  shopId: string,
  orderId: string,
): Promise<{ customerId: string | null; conversationId: string } | undefined> {
  const { rows } = await sql<{ customer_id: string | null; conversation_id: string }>`
    select customer_id, conversation_id from "order" where shop_id = ${shopId} and order_id = ${orderId}
  `.execute(db)
  const row = rows[0]
  return row && { customerId: row.customer_id, conversationId: row.conversation_id }
}
