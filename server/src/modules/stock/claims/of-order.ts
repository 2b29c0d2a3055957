import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import { epoch } from '../sql-time.ts'
import type { OrderClaim } from './request.ts'

interface Row {
  claim_id: string
  order_line_id: string
  variant_id: string
  unit_id: string | null
  code: string | null
  quantity: number
  phase: OrderClaim['phase']
  from: number
  until: number | null
}

/** All claims an order ever had, closed ones too, in the order they were written. */
export async function claimsOfOrder(db: Db, shopId: string, orderId: string): Promise<OrderClaim[]> {
  const { rows } = await sql<Row>`
    select c.claim_id, c.order_line_id, c.variant_id, c.unit_id, u.code, c.quantity, c.phase,
           ${epoch(sql`lower(c.blocked)`)} as from, ${epoch(sql`upper(c.blocked)`)} as until
    from claim c left join unit u on u.shop_id = c.shop_id and u.unit_id = c.unit_id
    where c.shop_id = ${shopId} and c.order_id = ${orderId}
    order by c.held_at, c.claim_id
  `.execute(db)
  return rows.map((row) => ({
    claimId: row.claim_id,
    orderLineId: row.order_line_id,
    variantId: row.variant_id,
    unitId: row.unit_id,
    unitCode: row.code,
    quantity: row.quantity,
    phase: row.phase,
    from: row.from,
    until: row.until,
  }))
}
