/**
 * A quantity of one variant that is taken for a while. Epoch ms, half open: `[from, until)`, the buffer included.
 * `until` null is "without end": the goods are overdue and nobody knows when they come back (ST5).
 */
export interface Claim {
  readonly from: number
  readonly until: number | null
  readonly quantity: number
}

/** From `at` on (until the next step) `taken` pieces are taken. */
export interface Step {
  readonly at: number
  readonly taken: number
}

/** How many pieces are taken when, from the first claim on. Ends count before starts at the same instant. O(n log n). */
export function stepsOf(claims: readonly Claim[]): Step[] {
  const changes = new Map<number, number>()
  const change = (at: number, by: number): void => void changes.set(at, (changes.get(at) ?? 0) + by)
  for (const { from, until, quantity } of claims) {
    if (until !== null && until <= from) continue
    change(from, quantity)
    if (until !== null) change(until, -quantity)
  }
  let taken = 0
  return [...changes.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([at, by]) => {
      taken += by
      return { at, taken }
    })
}

/** The most pieces taken at any one moment of `[from, until)` (ST2). */
export function peak(claims: readonly Claim[], from: number, until: number): number {
  let before = 0
  let most = 0
  for (const { at, taken } of stepsOf(claims)) {
    if (at >= until) break
    if (at <= from) before = taken
    else most = Math.max(most, taken)
  }
  return Math.max(before, most)
}

/** How many of `owned` pieces can be had for all of `[from, until)`; negative when more are promised than there are. */
export function freeQuantity(owned: number, claims: readonly Claim[], from: number, until: number): number {
  return owned - peak(claims, from, until)
}
