/** Helpers of figures. Times are ms by the monotonic clock. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export const round = (value: number, digits = 0): number => Math.round(value * 10 ** digits) / 10 ** digits

/** Something done again and again, by `lanes` at once, for a while. Answers how many a second, and how long each took. */
export async function repeatFor(ms: number, lanes: number, once: () => Promise<unknown>): Promise<{ perSecond: number; took: number[] }> {
  const took: number[] = []
  const began = performance.now()
  const lane = async (): Promise<void> => {
    for (let from = performance.now(); from - began < ms; from = performance.now()) {
      await once()
      took.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { perSecond: took.length / ((performance.now() - began) / 1000), took }
}

/** Something done at a steady pace, whether or not the one before is over. Answers how long each took. */
export async function repeatAt(perSecond: number, ms: number, once: () => Promise<unknown>): Promise<number[]> {
  const running: Promise<number>[] = []
  const timed = async (): Promise<number> => {
    const from = performance.now()
    await once()
    return performance.now() - from
  }
  const began = performance.now()
  for (let due = 0; due < (ms / 1000) * perSecond; due++) {
    const wait = began + (due * 1000) / perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    running.push(timed())
  }
  return Promise.all(running)
}

/** Settles when it holds. Throws with what it waited for after `patienceMs`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = 20_000): Promise<void> {
  for (const deadline = performance.now() + patienceMs; !(await holds());) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
