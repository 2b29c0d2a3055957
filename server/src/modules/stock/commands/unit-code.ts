import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { lockCatalogue } from '../../catalogue/index.ts'
import { foldCode } from '../units/by-code.ts'

/** One more code a unit is found by: a supplier's, or a serial number. Said again it changes nothing. Refusals: `notFound`, `codeTaken`. */
export const unitCode: Handler<'unit.code'> = (deps, { shopId }, body) =>
  deps.log.transact(shopId, async (tx) => {
    // An import or a new unit may be about to give the same code.
    await lockCatalogue(tx.db, shopId)
    const code = foldCode(body.code)
    const { rows: units } = await sql`
      select from unit where shop_id = ${shopId} and unit_id = ${body.unitId} and retired_at is null
    `.execute(tx.db)
    if (units.length === 0) return refuse('notFound')
    await sql`
      insert into unit_code (shop_id, code, unit_id, label) values (${shopId}, ${code}, ${body.unitId}, false) on conflict do nothing
    `.execute(tx.db)
    const { rows } = await sql<{ unit_id: string; label: string }>`
      select k.unit_id, u.code as label from unit_code k join unit u on u.shop_id = k.shop_id and u.unit_id = k.unit_id
      where k.shop_id = ${shopId} and k.code = ${code}
    `.execute(tx.db)
    const holder = rows[0]
    return holder && holder.unit_id !== body.unitId ? refuse('codeTaken', { code, unit: holder.label }) : {}
  })
