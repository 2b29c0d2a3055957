import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

test('H9 a burst passes, then only as many as the rate allows, each key for itself', () => {
  const limit = createRateLimit({ perSecond: 10, burst: 3 })
  expect([0, 0, 0].map((now) => limit.take('a', now))).toEqual([0, 0, 0])
  expect(limit.take('a', 0)).toBe(100)
  expect(limit.take('b', 0)).toBe(0)
  expect(limit.take('a', 50)).toBe(50)
  expect(limit.take('a', 110)).toBe(0)
  expect(limit.take('a', 111)).toBeGreaterThan(0)
})
