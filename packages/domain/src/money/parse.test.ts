import { describe, expect, it } from 'vitest'
import { parseMoney } from './parse.ts'

describe('parseMoney', () => {
  it.each([
    ['35', 3500, null],
    ['35.5', 3550, null],
    [' 35.50 ', 3550, null],
    ['¥35', 3500, 'CNY'],
    ['￥1,280.00', 128_000, 'CNY'],
    ['35元', 3500, 'CNY'],
    ['CNY 35', 3500, 'CNY'],
    ['$12.00', 1200, 'USD'],
    ['21.99 USD', 2199, 'USD'],
    ['€9.5', 950, 'EUR'],
    ['NT$150', 15_000, 'TWD'],
    ['HK$20', 2000, 'HKD'],
    ['0', 0, null],
    ['−5', -500, null],
    ['３５', 3500, null],
  ])('PR3 reads %s', (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ amount, currency })
  })

  it.each(['', 'abc', '12,50', '1.2.3', '35.555', '1,28', '$', '35 45', 'NaN', '1e3', '99999999999999', '35-45'])(
    'PR3 asks instead of guessing: %j',
    (text) => {
      expect(parseMoney(text)).toBeNull()
    },
  )
})
