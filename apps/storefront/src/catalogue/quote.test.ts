import { fen, feeSheet, priceRental, reasonText } from '@bobber/domain'
import { isRefusal, type PricePlan, type Variant } from '@bobber/protocol'
import { describe, expect, test } from 'vitest'
import { quote } from './quote.ts'

const zone = 'Asia/Shanghai'
const at = (text: string): number => Date.parse(`${text}+08:00`)
const now = at('2026-11-27T09:00')
const plan: PricePlan = {
  id: 'plan',
  version: 3,
  tiers: [{ length: { unit: 'day', count: 1 }, amount: fen(3500) }],
  tiling: { rule: 'combine' },
  day: { kind: '24h' },
  weekdayFactors: [{ days: [6, 7], factorBp: 12_000, label: { zh: '周末', en: 'weekend' } }],
  holidays: [],
  minLength: null,
  maxLength: null,
  graceMinutes: 30,
  late: { perStartedHour: fen(600), countedFrom: 'plannedReturn', cap: { of: 'dayRent', days: 1 } },
  earlyReturn: { rule: 'nothing' },
  deposit: fen(40_000),
  bufferMinutes: 60,
}
const rod: Variant = {
  variantId: 'v',
  sku: 'RH-3608',
  label: '',
  name: '海竿 3.6 m',
  tracking: 'units',
  forRent: true,
  forSale: true,
  price: 52_000,
  replacementValue: 50_000,
  plan,
  total: 6,
  freeNow: 6,
}
const weekend = { from: at('2026-11-27T18:00'), until: at('2026-11-29T18:00') }

describe('quotes', () => {
  test('C4 a weekend says 35 + 42 rent, 400 deposit, 477 to pay, each line with its reason', () => {
    const sheet = quote(rod, { kind: 'rental', quantity: 1, ...weekend }, zone, now)
    if (isRefusal(sheet)) throw new Error(sheet.code)
    expect(sheet.lines.map((line) => reasonText(line, 'zh'))).toEqual([
      '周五 1 天 × 35 = 35.00',
      '周六 1 天 × 35 × 1.2 = 42.00',
      '押金 1 件 × 400 = 400.00',
    ])
    expect(sheet.totals).toMatchObject({ rent: 7700, deposit: 40_000, due: 47_700 })
  })

  test('C4 it is the sheet the domain makes of the same lines', () => {
    const lines = priceRental({ plan, orderLineId: null, quantity: 2, zone, ...weekend })
    if (isRefusal(lines)) throw new Error(lines.code)
    const sheet = feeSheet({ version: 1, purpose: 'offer', lines, paid: fen(0), pricedAt: now })
    expect(quote(rod, { kind: 'rental', quantity: 2, ...weekend }, zone, now)).toEqual(sheet)
  })

  test('C4 a sale is priced by the piece and has no deposit', () => {
    const sheet = quote(rod, { kind: 'sale', quantity: 3 }, zone, now)
    expect(sheet).toMatchObject({ totals: { sale: 156_000, deposit: 0, due: 156_000 } })
  })

  test('C4 what the server would refuse is refused here already', () => {
    expect(quote(rod, { kind: 'rental', quantity: 1, from: weekend.until, until: weekend.from }, zone, now)).toMatchObject({
      code: 'spanInvalid',
    })
    expect(quote(rod, { kind: 'rental', quantity: 1, ...weekend }, zone, at('2026-11-29T18:00'))).toMatchObject({ code: 'spanPast' })
    expect(quote({ ...rod, plan: null }, { kind: 'rental', quantity: 1, ...weekend }, zone, now)).toMatchObject({ code: 'notForRent' })
    expect(quote({ ...rod, price: null }, { kind: 'sale', quantity: 1 }, zone, now)).toMatchObject({ code: 'notForSale' })
  })
})
