import type { Fen, PricePlan, PriceTier, RentalLength } from '@bobber/protocol'
import { DAY, HOUR } from '../calendar/zone.ts'
import { atFactor, timesQuantity } from '../money/fen.ts'
import type { BilledDay } from './billed-days.ts'
import { dayPriceOf, msOf } from './plan.ts'

/** A stretch of the rental and the price that covers it, for one piece. */
export type Cover =
  | { readonly by: 'day'; readonly day: BilledDay; readonly unitAmount: Fen; readonly amount: Fen }
  | { readonly by: 'hours'; readonly day: BilledDay; readonly unitAmount: Fen; readonly amount: Fen }
  | { readonly by: 'package'; readonly length: RentalLength; readonly amount: Fen }

interface Best {
  readonly amount: number
  readonly steps: number
  readonly first: Cover | null
  readonly next: number
}

/**
 * The cheapest way to pay for `days` in order: each by the day, or several by a package (PR5). A package may
 * reach past the end, so a longer rental never costs less than a shorter one. Between equals the fewer steps,
 * which make the shorter fee sheet. Null when no tier covers it. O(days × tiers).
 */
export function cheapestCover(plan: PricePlan, days: readonly BilledDay[]): Cover[] | null {
  const packages = plan.tiers.filter((tier) => msOf(tier.length) > DAY)
  const best: (Best | null)[] = Array.from({ length: days.length + 1 }, () => null)
  best[days.length] = { amount: 0, steps: 0, first: null, next: days.length }
  for (let at = days.length - 1; at >= 0; at -= 1) {
    const day = days[at]
    const byDay = day ? cheapestDay(plan, day) : null
    if (byDay) improve(best, at, byDay, at + 1)
    for (const tier of packages) {
      const reach = Math.min(days.length, at + Math.floor(msOf(tier.length) / DAY))
      improve(best, at, { by: 'package', length: tier.length, amount: tier.amount }, reach)
    }
  }
  return walk(best)
}

function improve(best: (Best | null)[], at: number, first: Cover, next: number): void {
  const rest = best[next]
  if (!rest) return
  const amount = first.amount + rest.amount
  const steps = 1 + rest.steps
  const known = best[at]
  if (known && (known.amount < amount || (known.amount === amount && known.steps <= steps))) return
  best[at] = { amount, steps, first, next }
}

function walk(best: readonly (Best | null)[]): Cover[] | null {
  const covers: Cover[] = []
  let step = best[0]
  if (!step) return null
  while (step?.first) {
    covers.push(step.first)
    step = best[step.next]
  }
  return covers
}

/** A started day costs the day price or its started hours, whichever is less. */
function cheapestDay(plan: PricePlan, day: BilledDay): Cover | null {
  const dayPrice = dayPriceOf(plan)
  const hourPrice = plan.tiers.find((tier) => msOf(tier.length) === HOUR)?.amount ?? null
  const byDay = dayPrice === null ? null : priced('day', day, dayPrice, 1)
  const byHours = hourPrice === null || (day.hours === 24 && byDay) ? null : priced('hours', day, hourPrice, day.hours)
  const short = shortPackage(plan.tiers, day)
  return [byDay, byHours, short].reduce<Cover | null>(
    (least, cover) => (cover && (!least || cover.amount < least.amount) ? cover : least),
    null,
  )
}

function priced(by: 'day' | 'hours', day: BilledDay, unitAmount: Fen, count: number): Cover {
  return { by, day, unitAmount, amount: timesQuantity(atFactor(unitAmount, day.factorBp), count) }
}

/** Tiers between an hour and a day, such as half a day, cover the started hours when they are long enough. */
function shortPackage(tiers: readonly PriceTier[], day: BilledDay): Cover | null {
  let least: Cover | null = null
  for (const { length, amount } of tiers) {
    const ms = msOf(length)
    if (ms <= HOUR || ms >= DAY || ms < day.hours * HOUR) continue
    if (!least || amount < least.amount) least = { by: 'package', length, amount }
  }
  return least
}
