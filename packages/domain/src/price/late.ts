import type { Fen, FeeSheetLine, LateCap, PricePlan } from '@bobber/protocol'
import { HOUR, MINUTE } from '../calendar/zone.ts'
import { atFactor, timesQuantity } from '../money/fen.ts'
import { plainDayRent } from './plan.ts'

/** Instants are epoch ms. `replacementValue` is for one piece; null when the shop hasn't set one. */
export interface Lateness {
  readonly plan: PricePlan
  readonly orderLineId: string | null
  readonly quantity: number
  readonly plannedReturn: number
  readonly returnedAt: number
  readonly replacementValue: Fen | null
}

/**
 * The late fee of `quantity` pieces, or null when there is none (PR9, PR10). Within the grace nothing is owed; one
 * ms past it, every started hour since the planned return is. With `returnedAt` = now it is the fee so far.
 */
export function lateLine(late: Lateness): FeeSheetLine | null {
  const { plan, quantity, orderLineId } = late
  const over = late.returnedAt - late.plannedReturn
  if (!plan.late || over <= plan.graceMinutes * MINUTE || quantity === 0) return null
  const startedHours = Math.ceil(over / HOUR)
  const perHour = plan.late.perStartedHour
  const uncapped = timesQuantity(perHour, startedHours)
  const cap = plan.late.cap ? capOf(plan.late.cap, late) : null
  const capped = cap !== null && uncapped > cap ? cap : null
  return {
    kind: 'late',
    orderLineId,
    quantity,
    amount: timesQuantity(capped ?? uncapped, quantity),
    reason: { key: 'late', values: { startedHours, perHour, cap: capped } },
    plan: { id: plan.id, version: plan.version },
  }
}

/** The most a late fee of one piece comes to; null when the plan has no cap or the cap's basis isn't known. */
export function lateCapOf(plan: PricePlan, replacementValue: Fen | null): Fen | null {
  return plan.late?.cap ? capOf(plan.late.cap, { plan, replacementValue }) : null
}

function capOf(cap: LateCap, { plan, replacementValue }: Pick<Lateness, 'plan' | 'replacementValue'>): Fen | null {
  if (cap.of === 'amount') return cap.amount
  if (cap.of === 'replacementValue') return replacementValue
  const day = plainDayRent(plan)
  return day === null ? null : atFactor(day, Math.round(cap.days * 10_000))
}

/** The first instant (epoch ms) from which lateness costs something; null when the plan asks nothing. */
export function lateFrom(plan: PricePlan, plannedReturn: number): number | null {
  return plan.late ? plannedReturn + plan.graceMinutes * MINUTE + 1 : null
}
