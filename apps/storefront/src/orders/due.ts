import { type Late, lateFeeAt, MINUTE } from '@bobber/domain'

/** How it stands with the return at a moment: of the first piece that is out. `ms` is a length; `fee` is what all lateness comes to, fen. */
export interface Due {
  /** `grace`: the time is over, and nothing is owed for it yet; `over`: it is, and what came of it isn't known here */
  readonly state: 'left' | 'grace' | 'late' | 'over'
  readonly ms: number
  readonly fee: number
  /** epoch ms */
  readonly dueAt: number
}

/**
 * Null: nothing is out. The fee is the one the settlement will say. `known`: until when it is known that the pieces are out, null as long as
 * there is a connection; the time left goes on by the clock, for it is agreed, but lateness and its fee count no further than that (C8).
 */
export function dueOf(now: number, late: readonly Late[], known: number | null = null): Due | null {
  const out = late.filter(({ returnedAt }) => returnedAt === null).toSorted((a, b) => a.dueAt - b.dueAt)
  const [first] = out
  if (!first) return null
  const { dueAt } = first
  const at = Math.min(now, known ?? now)
  const fee = lateFeeAt(late, at)
  const grace = first.graceMinutes * MINUTE
  if (now <= dueAt) return { state: 'left', ms: dueAt - now, fee, dueAt }
  if (now <= dueAt + grace) return { state: 'grace', ms: dueAt + grace - now, fee, dueAt }
  return at > dueAt + grace ? { state: 'late', ms: at - dueAt, fee, dueAt } : { state: 'over', ms: 0, fee, dueAt }
}
