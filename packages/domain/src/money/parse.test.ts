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
    ['¥35元', 3500, 'CNY'],
    ['人民币35元', 3500, 'CNY'],
    ['RMB 35', 3500, 'CNY'],
    ['35块钱', 3500, 'CNY'],
    ['-¥5', -500, 'CNY'],
    ['35 加元', 3500, 'CAD'],
    ['A$35', 3500, 'AUD'],
    ['AUD 35', 3500, 'AUD'],
    ['35澳门元', 3500, 'MOP'],
    ['1,200円', 120_000, 'JPY'],
    ['₱350', 35_000, '₱'],
    ['RM35', 3500, 'RM'],
    ['3.5万元', 350, '万元'],
    ['35.5000', 3550, null],
  ])('PR3 reads %s', (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ amount, currency })
  })

  it.each(['', 'abc', '12,50', '1.2.3', '35.555', '1,28', '$', '35 45', 'NaN', '1e3', '99999999999999', '35-45', '35元/天', '3$5'])(
    'PR3 asks instead of guessing: %j',
    (text) => {
      expect(parseMoney(text)).toBeNull()
    },
  )

  it.each(['1.280', '€1.280', '1,280.000', '35.500', '0.500'])('PR3 %s may be thousands as a European writes them: asked about', (text) => {
    expect(parseMoney(text)).toBeNull()
  })

  it('PR3 two currencies in one price are asked about', () => {
    expect(parseMoney('35 USD 元')).toBeNull()
    expect(parseMoney('$12 USD')).toEqual({ amount: 1200, currency: 'USD' })
  })
})
