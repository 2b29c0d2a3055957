/** Time as an argument. `setTimeout` belongs to it, so that a test's clock owns every wait as well. */
export interface Clock {
  /** epoch ms */
  now(): number
  setTimeout(run: () => void, ms: number): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(run, ms) {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}
