import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { type StockAt, takenSpan } from '../claims/taking.ts'
import { epoch } from '../sql-time.ts'
import { unitsOfVariant } from '../units/views.ts'
import { variantViews } from '../variant-views.ts'

/** A variant with its units and all that takes it from now on. Refusal: `notFound`. */
export const variantGet: Handler<'variant.get'> = async (deps, { shopId }, { variantId }) => {
  const at = { db: deps.db, shopId, now: deps.clock.now() }
  const [variant] = await variantViews(at, [variantId])
  if (!variant) return refuse('notFound')
  const [units, claims] = await Promise.all([unitsOfVariant(deps.db, shopId, variantId, at.now), claimsOfVariant(at, variantId)])
  return { variant, units, claims }
}

interface ClaimRow {
  claimId: string
  orderId: string | null
  orderNumber: string | null
  unitCode: string | null
  quantity: number
  from: number
  until: number | null
  kind: 'order' | 'downtime' | 'transfer' | 'inspection'
}

async function claimsOfVariant({ db, shopId, now }: StockAt, variantId: string): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select c.claim_id as "claimId", c.order_id as "orderId", c.order_number as "orderNumber", u.code as "unitCode", c.quantity, c.kind,
           ${epoch(sql`lower(c.blocked)`)} as from, ${epoch(sql`upper(${takenSpan('c', now)})`)} as until
    from claim c left join unit u on u.shop_id = c.shop_id and u.unit_id = c.unit_id
    where c.shop_id = ${shopId} and c.variant_id = ${variantId} and c.phase <> 'closed'
    order by lower(c.blocked), c.claim_id
  `.execute(db)
  return rows
}
