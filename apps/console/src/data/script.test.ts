import { expect, it } from 'vitest'
import { mayReload, scriptOf } from './script.ts'

it('K16 a script is fetched once, and again after it didn’t come', async () => {
  let asked = 0
  let online = false
  const script = scriptOf(() => {
    asked += 1
    return online ? Promise.resolve('screen') : Promise.reject(new TypeError('Failed to fetch'))
  })
  await expect(Promise.allSettled([script.fetch(), script.fetch()])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  expect(asked).toBe(1)
  expect(script.here()).toBeUndefined()
  online = true
  await Promise.all([script.fetch(), script.fetch()])
  expect(asked).toBe(2)
  expect(script.here()).toBe('screen')
})

it('K16 the page begins anew for a missing script once a minute at most', () => {
  const kept = new Map<string, string>()
  const memory = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
  expect([0, 59_999, 60_000, 60_001].map((now) => mayReload(memory, now))).toEqual([true, false, true, false])
})
