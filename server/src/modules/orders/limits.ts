import { MINUTE } from '@bobber/domain'

/** A check-out or check-in is undone within this; afterwards the opposite step is the honest one. */
export const undoMs = 10 * MINUTE

/** How long after its slot an unpaid order of the counter waits, and from when who hasn't come counts as not collected. */
export const noShowGraceMs = 120 * MINUTE
