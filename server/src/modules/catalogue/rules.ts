import { type Calls, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import type { Handler } from '../../platform/handler.ts'

export type PriceRules = Calls['priceRules.get']['reply']

/** What a shop's prices follow until it says otherwise: no factor, half an hour of grace, no late fee. */
export const firstRules: PriceRules = {
  version: 0,
  weekendDays: [6, 7],
  weekendFactorBp: 10_000,
  graceMinutes: 30,
  latePerStartedHour: 0,
  lateCapDays: 1,
  bufferMinutes: 0,
}

interface Row {
  version: number
  weekend_days: number[]
  weekend_factor_bp: number
  grace_minutes: number
  late_per_started_hour: number
  late_cap_days: number | null
  buffer_minutes: number
}

/** The rules as they are now. */
export async function readRules(db: Db, shopId: string): Promise<PriceRules> {
  const { rows } = await sql<Row>`
    select version, weekend_days, weekend_factor_bp, grace_minutes, late_per_started_hour, late_cap_days, buffer_minutes
    from price_rules where shop_id = ${shopId} order by version desc limit 1
  `.execute(db)
  const row = rows[0]
  return row ? rulesOf(row) : firstRules
}

function rulesOf(row: Row): PriceRules {
  return {
    version: row.version,
    weekendDays: row.weekend_days,
    weekendFactorBp: row.weekend_factor_bp,
    graceMinutes: row.grace_minutes,
    latePerStartedHour: row.late_per_started_hour,
    lateCapDays: row.late_cap_days,
    bufferMinutes: row.buffer_minutes,
  }
}

/** Whether the shop has set its rules itself. */
export async function hasPriceRules(db: Db, shopId: string): Promise<boolean> {
  const { rows } = await sql`select from price_rules where shop_id = ${shopId} limit 1`.execute(db)
  return rows.length > 0
}

export const priceRulesGet: Handler<'priceRules.get'> = (deps, { shopId }) => readRules(deps.db, shopId)

/** A new version; orders keep the plan they were priced with (CT4). */
export const priceRulesChange: Handler<'priceRules.change'> = (deps, { shopId, personId }, body) =>
  deps.log.transact(shopId, async (tx): Promise<{ version: number } | Refusal> => {
    await sql`select from shop where shop_id = ${shopId} for no key update`.execute(tx.db)
    const { rows } = await sql<{ version: number }>`
      insert into price_rules (shop_id, version, weekend_days, weekend_factor_bp, grace_minutes, late_per_started_hour,
                               late_cap_days, buffer_minutes, changed_at, changed_by)
      select ${shopId}, coalesce(max(version), 0) + 1, ${[...new Set(body.weekendDays)].toSorted((a, b) => a - b)}::smallint[],
             ${body.weekendFactorBp}, ${body.graceMinutes}, ${body.latePerStartedHour}, ${body.lateCapDays}, ${body.bufferMinutes},
             ${new Date(tx.now)}, ${personId}
      from price_rules where shop_id = ${shopId}
      returning version
    `.execute(tx.db)
    if (!rows[0]) throw new Error('price rules were not written')
    return rows[0]
  })
