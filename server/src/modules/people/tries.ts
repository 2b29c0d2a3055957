/** Counts tries by key within a span, in this process. Whoever has many servers to guess at still meets each one's count. */
export interface Tries {
  /** how long until the next try is allowed, ms; 0: now */
  waitMs(key: string, now: number): number
  note(key: string, now: number): void
  /** The one noted at this moment was no wrong one. */
  takeBack(key: string, at: number): void
  /** None of them counts any more. */
  forget(key: string): void
}

const mostKeys = 10_000

export function createTries({ most, spanMs }: { most: number; spanMs: number }): Tries {
  const noted = new Map<string, number[]>()
  const recent = (key: string, now: number): number[] => (noted.get(key) ?? []).filter((at) => at > now - spanMs && at <= now)
  return {
    waitMs(key, now) {
      const times = recent(key, now)
      return times.length < most ? 0 : (times[times.length - most] ?? now) + spanMs - now
    },
    note(key, now) {
      const times = [...recent(key, now), now]
      noted.delete(key)
      noted.set(key, times)
      // The oldest key goes: made-up logins must not fill the memory.
      const first = noted.keys().next()
      if (noted.size > mostKeys && !first.done) noted.delete(first.value)
    },
    takeBack(key, at) {
      const times = noted.get(key) ?? []
      if (times.includes(at)) times.splice(times.indexOf(at), 1)
    },
    forget(key) {
      noted.delete(key)
    },
  }
}
