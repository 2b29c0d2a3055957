import type { Fen, FeeSheetLine, LateTerms, PricePlan } from '@bobber/protocol'
import { HOUR, MINUTE } from '../calendar/zone.ts'
import { atFactor, fen, sumOf, timesQuantity } from '../money/fen.ts'
import { plainDayRent } from './plan.ts'

/** Instants are epoch ms. `replacementValue` is for one piece; null when the shop hasn't set one. */
export interface Lent {
  readonly plan: PricePlan
  readonly orderLineId: string
  readonly pieces: number
  readonly dueAt: number
  readonly replacementValue: Fen | null
}

/** Pieces of one line that went out, and when they came back; null: they are out. */
export type Late = LateTerms & { readonly returnedAt: number | null }

/** What being late will cost, out of the plan that was agreed. A plan that asks nothing gives terms that ask nothing. */
export function lateTerms({ plan, orderLineId, pieces, dueAt, replacementValue }: Lent): LateTerms {
  const { graceMinutes, late } = plan
  return { orderLineId, pieces, dueAt, graceMinutes, perStartedHour: late?.perStartedHour ?? 0, cap: lateCapOf(plan, replacementValue) }
}

/**
 * What one piece owes that came back at `at`, or null when nothing (PR9, PR10). Within the grace nothing is owed; one
 * ms past it, every started hour since it was due is. `cap` is set where the fee stopped at it.
 */
function latenessOf(terms: LateTerms, at: number): { startedHours: number; amount: Fen; cap: Fen | null } | null {
  const over = at - terms.dueAt
  if (terms.perStartedHour === 0 || over <= terms.graceMinutes * MINUTE) return null
  const startedHours = Math.ceil(over / HOUR)
  const uncapped = timesQuantity(fen(terms.perStartedHour), startedHours)
  const cap = terms.cap !== null && uncapped > terms.cap ? fen(terms.cap) : null
  return { startedHours, amount: cap ?? uncapped, cap }
}

/** What all of them come to at `now`: what is back stands still, what is out grows. What the settlement will say (R14). */
export function lateFeeAt(lates: readonly Late[], now: number): Fen {
  return sumOf(lates.map((late) => timesQuantity(latenessOf(late, late.returnedAt ?? now)?.amount ?? fen(0), late.pieces)))
}

/** The late fee of pieces that came back at `returnedAt`, for the settlement; null when there is none. */
export function lateLine(terms: LateTerms, returnedAt: number, plan: Pick<PricePlan, 'id' | 'version'>): FeeSheetLine | null {
  const lateness = latenessOf(terms, returnedAt)
  if (!lateness || terms.pieces === 0) return null
  const { startedHours, amount, cap } = lateness
  return {
    kind: 'late',
    orderLineId: terms.orderLineId,
    quantity: terms.pieces,
    amount: timesQuantity(amount, terms.pieces),
    reason: { key: 'late', values: { startedHours, perHour: fen(terms.perStartedHour), cap } },
    plan: { id: plan.id, version: plan.version },
  }
}

/** The most a late fee of one piece comes to; null when the plan has no cap or the cap's basis isn't known. */
export function lateCapOf(plan: PricePlan, replacementValue: Fen | null): Fen | null {
  const cap = plan.late?.cap
  if (!cap) return null
  if (cap.of === 'amount') return cap.amount
  if (cap.of === 'replacementValue') return replacementValue
  const day = plainDayRent(plan)
  return day === null ? null : atFactor(day, Math.round(cap.days * 10_000))
}
