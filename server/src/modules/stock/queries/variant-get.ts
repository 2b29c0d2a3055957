import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { epoch } from '../sql-time.ts'
import { unitsOfVariant } from '../units/views.ts'
import { variantViews } from '../variant-views.ts'

/** A variant with its units and all that takes it from now on. Refusal: `notFound`. */
export const variantGet: Handler<'variant.get'> = async (deps, { shopId }, { variantId }) => {
  const now = deps.clock.now()
  const [variant] = await variantViews(deps.db, shopId, [variantId], now)
  if (!variant) return refuse('notFound')
  const [units, claims] = await Promise.all([unitsOfVariant(deps.db, shopId, variantId, now), claimsOfVariant(deps.db, shopId, variantId)])
  return { variant, units, claims }
}

interface ClaimRow {
  orderId: string | null
  orderNumber: string | null
  unitCode: string | null
  quantity: number
  from: number
  until: number | null
  kind: string
}

async function claimsOfVariant(db: Db, shopId: string, variantId: string): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select c.order_id as "orderId", c.order_number as "orderNumber", u.code as "unitCode", c.quantity, c.kind,
           ${epoch(sql`lower(c.blocked)`)} as from, ${epoch(sql`upper(c.blocked)`)} as until
    from claim c left join unit u on u.shop_id = c.shop_id and u.unit_id = c.unit_id
    where c.shop_id = ${shopId} and c.variant_id = ${variantId} and c.phase <> 'closed'
    order by lower(c.blocked), c.claim_id
  `.execute(db)
  return rows
}
