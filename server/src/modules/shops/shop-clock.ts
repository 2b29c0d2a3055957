import type { ShopClock } from '../../platform/deps.ts'

/** The world's clock, or for a practice shop the same so far ahead. Waits are real ones either way. */
export function createShopClock(practice: boolean, aheadMs: number): ShopClock {
  let ahead = aheadMs
  return {
    practice,
    now: () => Date.now() + ahead,
    setTimeout(run, ms) {
      const timer = setTimeout(run, ms)
      return () => {
        clearTimeout(timer)
      }
    },
    moveTo(to) {
      ahead = to - Date.now()
      return ahead
    },
  }
}
