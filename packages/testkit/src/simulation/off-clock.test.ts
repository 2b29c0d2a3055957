import { expect, test } from 'vitest'
import { ManualClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { OffClock } from './off-clock.ts'

test('SDK21 clocks are off from each other and keep their own pace; setting one moves no timer', () => {
  const time = new ManualClock()
  const clocks = [1, 2, 3].map((seed) => new OffClock(time, seededRandom(seed)))
  const before = clocks.map((clock) => clock.now())
  expect(new Set(before).size).toBe(3)
  let ran = 0
  for (const clock of clocks) clock.setTimeout(() => ran++, 10_000)
  clocks[0]?.set(seededRandom(4))
  time.advance(9_000)
  expect(ran).toBe(0)
  time.advance(2_000)
  expect(ran).toBe(3)
  const passed = clocks.map((clock, index) => clock.now() - (before[index] ?? 0))
  expect(Math.abs((passed[0] ?? 0) - 11_000)).toBeGreaterThan(60_000)
  expect(passed.slice(1).every((ms) => ms > 10_700 && ms < 11_300 && ms !== 11_000)).toBe(true)
})
