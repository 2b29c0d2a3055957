import { fen } from '@bobber/domain'
import type { PricePlan, PriceTier, Weekday } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import { type PriceRules, readRules } from './rules.ts'

/** What renting one piece costs, as the catalogue keeps it: fen. */
export interface Rent {
  version: number
  dayRent: number | null
  threeDayRent: number | null
  weekRent: number | null
  deposit: number
}

interface Row {
  variant_id: string
  version: number
  day_rent: number | null
  three_day_rent: number | null
  week_rent: number | null
  deposit: number
}

/** The plans of the variants as they are now. A variant without any price to rent it for has none. */
export async function plansOf(db: Db, shopId: string, variantIds: readonly string[]): Promise<Map<string, PricePlan>> {
  const rules = await readRules(db, shopId)
  const { rows } = await sql<Row>`
    select distinct on (variant_id) variant_id, version, day_rent, three_day_rent, week_rent, deposit
    from variant_rent where shop_id = ${shopId} and variant_id = any(${[...variantIds]}::uuid[])
    order by variant_id, version desc
  `.execute(db)
  return new Map(rows.flatMap((row) => entryOf(row, rules)))
}

function entryOf(row: Row, rules: PriceRules): [string, PricePlan][] {
  const { version, day_rent: dayRent, three_day_rent: threeDayRent, week_rent: weekRent, deposit } = row
  const plan = planFrom(row.variant_id, { version, dayRent, threeDayRent, weekRent, deposit }, rules)
  return plan ? [[row.variant_id, plan]] : []
}

/**
 * A variant's rent and the shop's rules as one plan. Both versions only ever grow, so their sum grows with either; the id names both.
 */
export function planFrom(variantId: string, rent: Rent, rules: PriceRules): PricePlan | null {
  const tiers = tiersOf(rent)
  if (tiers.length === 0) return null
  const { weekendDays, weekendFactorBp, graceMinutes, latePerStartedHour, lateCapDays, bufferMinutes } = rules
  const factorless = weekendFactorBp === 10_000 || weekendDays.length === 0
  return {
    id: `${variantId}@${rules.version}.${rent.version}`,
    version: rules.version + rent.version,
    tiers,
    tiling: { rule: 'combine' },
    day: { kind: '24h' },
    weekdayFactors: factorless
      ? []
      : [{ days: weekendDays.filter(isWeekday), factorBp: weekendFactorBp, label: { zh: '周末', en: 'Weekend' } }],
    holidays: [],
    minLength: null,
    maxLength: null,
    graceMinutes,
    late:
      latePerStartedHour === 0
        ? null
        : {
            perStartedHour: fen(latePerStartedHour),
            countedFrom: 'plannedReturn',
            cap: lateCapDays === null ? { of: 'replacementValue' } : { of: 'dayRent', days: lateCapDays },
          },
    earlyReturn: { rule: 'nothing' },
    deposit: fen(rent.deposit),
    bufferMinutes,
  }
}

function tiersOf({ dayRent, threeDayRent, weekRent }: Rent): PriceTier[] {
  const priced: [days: number, amount: number | null][] = [
    [1, dayRent],
    [3, threeDayRent],
    [7, weekRent],
  ]
  return priced.flatMap(([count, amount]) => (amount === null ? [] : [{ length: { unit: 'day' as const, count }, amount: fen(amount) }]))
}

function isWeekday(day: number): day is Weekday {
  return Number.isInteger(day) && day >= 1 && day <= 7
}
