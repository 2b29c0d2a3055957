/** Lets `burst` through at once and `perSecond` in the long run, for each key. */
export interface RateLimit {
  /** How long this one has to wait, ms; 0: it is let through and counted. */
  take(key: string, now: number): number
}

const mostKeys = 20_000

export function createRateLimit({ perSecond, burst }: { perSecond: number; burst: number }): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(key, now) {
      const bucket = buckets.get(key) ?? { left: burst, at: now }
      const since = Math.max(0, now - bucket.at)
      const left = Math.min(burst, bucket.left + (since / 1000) * perSecond)
      buckets.delete(key)
      // Who came longest ago goes: his bucket is full again anyway.
      const oldest = buckets.keys().next()
      if (buckets.size >= mostKeys && !oldest.done) buckets.delete(oldest.value)
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
      return left >= 1 ? 0 : Math.ceil(((1 - left) / perSecond) * 1000)
    },
  }
}
