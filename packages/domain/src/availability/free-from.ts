import { stepsOf, type Claim } from './peak.ts'

export interface Wanted {
  readonly owned: number
  readonly claims: readonly Claim[]
  readonly quantity: number
  /** ms, the buffer included */
  readonly length: number
  /** epoch ms */
  readonly earliest: number
}

/**
 * The first instant (epoch ms) at or after `earliest` from which `quantity` pieces are free for `length` on end (ST7).
 * Null when that never comes: too few are owned, or an overdue claim has no end. O(n log n).
 */
export function freeFrom({ owned, claims, quantity, length, earliest }: Wanted): number | null {
  if (quantity > owned) return null
  let start: number | null = earliest
  for (const { at, taken } of stepsOf(claims)) {
    if (start !== null && at >= start + length) return start
    const fits = owned - taken >= quantity
    if (!fits) start = null
    else if (start === null) start = Math.max(at, earliest)
  }
  return start
}
