import { expect, test } from 'vitest'
import { lengthOf, money, shortMoney, when } from './words.ts'

const hour = 3_600_000

test('C10 amounts and lengths read in both languages', () => {
  expect([money(47_700), money(-500), shortMoney(3500), shortMoney(3550)]).toEqual(['¥477.00', '−¥5.00', '¥35', '¥35.5'])
  expect(lengthOf(47 * hour, 'zh')).toBe('1 天 23 小时')
  expect(lengthOf(26 * hour, 'en')).toBe('1 day 2 hours')
  expect(lengthOf(24 * hour, 'zh')).toBe('1 天')
  expect(lengthOf(1, 'en')).toBe('1 minute')
})

test('C8 moments are told by the clock of the shop, wherever the device is', () => {
  const instant = Date.parse('2026-11-29T18:00+08:00')
  expect(when(instant, 'time', 'Asia/Shanghai', 'zh')).toBe('18:00')
  expect(when(instant, 'moment', 'Asia/Shanghai', 'zh')).toContain('周日')
})
