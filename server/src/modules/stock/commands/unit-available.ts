import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { endDowntime } from '../claims/downtime.ts'

/** What was out of use can be used again. Bulk pieces have no unit: their claim's id stands for it. Refusal: `notFound`. */
export const unitAvailable: Handler<'unit.available'> = (deps, { shopId }, { unitId }) =>
  deps.log.transact(shopId, async (tx) => {
    if (!(await endDowntime(tx, [unitId]))) return refuse('notFound')
    await sql`update unit set condition = 'good' where shop_id = ${shopId} and unit_id = ${unitId}`.execute(tx.db)
    return {}
  })
