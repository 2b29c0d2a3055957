import { type Late, lateFeeAt, MINUTE } from '@bobber/domain'

/** How it stands with the return at a moment: of the first piece that is out. `ms` is a length; `fee` is what all lateness comes to, fen. */
export interface Due {
  /** `grace`: the time is over, and nothing is owed for it yet */
  readonly state: 'left' | 'grace' | 'late'
  readonly ms: number
  readonly fee: number
  /** epoch ms */
  readonly dueAt: number
}

/** Null: nothing is out. The fee is the one the settlement will say (C8). */
export function dueOf(now: number, late: readonly Late[]): Due | null {
  const out = late.filter(({ returnedAt }) => returnedAt === null).toSorted((a, b) => a.dueAt - b.dueAt)
  const [first] = out
  if (!first) return null
  const { dueAt } = first
  const fee = lateFeeAt(late, now)
  const over = now - dueAt
  const grace = first.graceMinutes * MINUTE
  if (over <= 0) return { state: 'left', ms: dueAt - now, fee, dueAt }
  return over <= grace ? { state: 'grace', ms: grace - over, fee, dueAt } : { state: 'late', ms: over, fee, dueAt }
}
