import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Handler } from '../../../platform/handler.ts'
import { endDowntime } from '../claims/downtime.ts'
import { promiseToTell } from '../claims/fewer.ts'
import { lockLevels } from '../claims/taking.ts'
import { changeOwned } from '../levels.ts'
import { unitsById } from '../units/views.ts'

/**
 * A unit leaves the stock for good. One that an order has, or is promised by name, stays: `unitBusy`. Promises of a quantity may run
 * short by it: who waits for one that is no more is told.
 */
export const unitRetire: Handler<'unit.retire'> = (deps, { shopId, personId }, { unitId, reason }) =>
  deps.log.transact(shopId, async (tx) => {
    const { rows } = await sql<{ variant_id: string }>`
      select variant_id from unit where shop_id = ${shopId} and unit_id = ${unitId}
    `.execute(tx.db)
    if (!rows[0]) return refuse('notFound')
    await lockLevels(tx.db, shopId, [rows[0].variant_id])
    await sql`select from unit where shop_id = ${shopId} and unit_id = ${unitId} for update`.execute(tx.db)
    const [unit] = await unitsById(tx.db, shopId, [unitId], tx.now)
    if (!unit || unit.state === 'retired') return refuse('notFound')
    if (await isNamed(tx, unitId)) return refuse('unitBusy', { code: unit.code })
    await sql`
      update unit set retired_at = ${new Date(tx.now)}, retired_reason = ${reason} where shop_id = ${shopId} and unit_id = ${unitId}
    `.execute(tx.db)
    await endDowntime(tx, [unitId])
    await changeOwned(tx.db, shopId, [{ variantId: unit.variantId, kind: 'retired', quantity: -1, byId: personId }], tx.now)
    await promiseToTell(tx, [unit.variantId])
    return {}
  })

async function isNamed({ db, shopId }: Tx, unitId: string): Promise<boolean> {
  const { rows } = await sql`
    select from claim where shop_id = ${shopId} and unit_id = ${unitId} and phase <> 'closed' and kind = 'order' limit 1
  `.execute(db)
  return rows.length > 0
}
