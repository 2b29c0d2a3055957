import type { Fen, PricePlan, RentalLength } from '@bobber/protocol'
import { DAY, HOUR } from '../calendar/zone.ts'

const lengthMs: Record<RentalLength['unit'], number> = { hour: HOUR, day: DAY, week: 7 * DAY }

/** A week is seven days of 24 hours; a change of the clocks doesn't stretch it. */
export function msOf(length: RentalLength): number {
  return length.count * lengthMs[length.unit]
}

/** What one piece costs for one plain day; null when the plan has no price for exactly a day. */
export function dayPriceOf(plan: PricePlan): Fen | null {
  return plan.tiers.find((tier) => msOf(tier.length) === DAY)?.amount ?? null
}

/** The plain price of a day that a cap on lateness counts in: the day tier, else the shortest longer one; null: neither. */
export function plainDayRent(plan: PricePlan): Fen | null {
  const longer = plan.tiers.filter((tier) => msOf(tier.length) >= DAY)
  return longer.toSorted((a, b) => msOf(a.length) - msOf(b.length))[0]?.amount ?? null
}

/** The span a rental takes from stock (epoch ms, half open): what was asked and the buffer after it (ST4). */
export function blockedSpan(from: number, until: number, bufferMinutes: number): { from: number; until: number } {
  return { from, until: until + bufferMinutes * 60_000 }
}
