import { HOUR, MINUTE } from '@bobber/domain'

export interface LateTerms {
  readonly graceMinutes: number
  /** fen */
  readonly perStartedHour: number
  /** fen */
  readonly cap: number
}

/** How it stands with the return at a moment. Lengths are ms, the fee is fen. */
export type Due =
  | { readonly state: 'left'; readonly ms: number }
  /** the time is over, and nothing is owed yet */
  | { readonly state: 'grace'; readonly ms: number }
  | { readonly state: 'late'; readonly ms: number; readonly fee: number }

/** As the price rules say it (PR9, PR10): nothing within the grace, after it every started hour since the planned return. */
export function dueAt(now: number, due: number, terms: LateTerms | null): Due {
  const over = now - due
  if (over <= 0) return { state: 'left', ms: due - now }
  const grace = (terms?.graceMinutes ?? 0) * MINUTE
  if (over <= grace) return { state: 'grace', ms: grace - over }
  const fee = terms ? Math.min(terms.cap, Math.ceil(over / HOUR) * terms.perStartedHour) : 0
  return { state: 'late', ms: over, fee }
}
