import type { CutOff, FeeSheetLine, PricePlan, Refusal } from '@bobber/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../calendar/zone.ts'
import { fen } from '../money/fen.ts'
import { at, planOfRh3608, planOfTiers } from './price.builders.ts'
import { reasonText } from './reason.ts'
import { priceRental, rentLines } from './rent.ts'

const zone = 'Asia/Shanghai'
const asked = (plan: PricePlan, from: number, until: number, quantity = 1) => ({ plan, orderLineId: 'l1', quantity, from, until, zone })

function linesOf(result: FeeSheetLine[] | Refusal): FeeSheetLine[] {
  if (!Array.isArray(result)) throw new Error(`refused: ${result.code}`)
  return result
}
const onlyOf = (lines: readonly FeeSheetLine[]): FeeSheetLine => {
  const [line] = lines
  if (!line || lines.length > 1) throw new Error(`${lines.length} lines`)
  return line
}
const texts = (result: FeeSheetLine[] | Refusal): string[] => linesOf(result).map((line) => reasonText(line, 'zh'))
const rentOf = (plan: PricePlan, from: number, until: number): number =>
  linesOf(rentLines(asked(plan, from, until))).reduce((sum, line) => sum + line.amount, 0)
/** Monday 2026-11-23 09:00, so that short lengths meet no weekend. */
const monday = at('2026-11-23T09:00')
const forHours = (plan: PricePlan, hours: number): number => rentOf(plan, monday, monday + hours * HOUR)

const dates = (cutOff: CutOff): PricePlan => planOfRh3608({ day: { kind: 'calendar', cutOff }, weekdayFactors: [] })

describe('priceRental', () => {
  it('PR4 a 24 h day belongs to the date it begins on: the weekend of the story', () => {
    const lines = priceRental(asked(planOfRh3608(), at('2026-11-27T18:00'), at('2026-11-29T18:00')))
    expect(texts(lines)).toEqual(['周五 1 天 × 35 = 35.00', '周六 1 天 × 35 × 1.2 = 42.00', '押金 1 件 × 400 = 400.00'])
    expect(linesOf(lines).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['rent', 3500],
      ['rent', 4200],
      ['deposit', 40_000],
    ])
    expect(linesOf(lines)[0]?.plan).toEqual({ id: 'rh-3608', version: 1 })
  })

  it('PR4 the date is the location’s: the same instants begin a day earlier in Los Angeles', () => {
    const span = { from: at('2026-11-28T09:00'), until: at('2026-11-29T09:00') }
    const there = rentLines({ ...asked(planOfRh3608(), span.from, span.until), zone: 'America/Los_Angeles' })
    expect(texts(there)).toEqual(['周五 1 天 × 35 = 35.00'])
  })

  it('PR4 counts dates instead when the plan says so, with cut-offs and closed days', () => {
    const evening = [at('2026-11-23T19:00'), at('2026-11-25T09:30')] as const
    expect(rentOf(dates({ pickUpAfter: null, returnBefore: null }), ...evening)).toBe(8500)
    expect(rentOf(dates({ pickUpAfter: 18 * 60, returnBefore: null }), ...evening)).toBe(7000)
    expect(rentOf(dates({ pickUpAfter: 18 * 60, returnBefore: 10 * 60 }), ...evening)).toBe(3500)
    expect(rentOf(dates({ pickUpAfter: 0, returnBefore: 1439 }), at('2026-11-23T09:00'), at('2026-11-23T12:00'))).toBe(3500)
    expect(rentOf(dates({ pickUpAfter: null, returnBefore: null }), at('2026-11-23T00:00'), at('2026-11-24T00:00'))).toBe(3500)
    const opening = { weekdays: [1, 2, 3, 4, 5] as const, closedOn: ['2026-11-24'] }
    const open = planOfRh3608({ day: { kind: 'openingHours', cutOff: { pickUpAfter: null, returnBefore: null } }, weekdayFactors: [] })
    expect(texts(rentLines({ ...asked(open, evening[0], evening[1]), opening }))).toEqual(['周一–周三 2 天 × 35 = 70.00'])
  })

  it('PR5 takes a package when it is cheaper than day by day, and not when it isn’t', () => {
    expect(texts(rentLines(asked(planOfRh3608(), monday, monday + 3 * DAY)))).toEqual(['3 天套餐 × 85 = 85.00'])
    expect(texts(rentLines(asked(planOfRh3608(), monday, monday + 2 * DAY)))).toEqual(['周一–周二 2 天 × 35 = 70.00'])
    expect(texts(rentLines(asked(planOfRh3608(), monday, monday + 4 * DAY)))).toEqual(['周一 1 天 × 35 = 35.00', '3 天套餐 × 85 = 85.00'])
    expect(texts(rentLines(asked(planOfRh3608(), monday, monday + 7 * DAY)))).toEqual(['7 天套餐 × 170 = 170.00'])
    expect(texts(rentLines(asked(planOfRh3608(), monday, monday + 14 * DAY)))).toEqual(['7 天套餐 × 2 × 170 = 340.00'])
  })

  it('PR5 puts the package where the weekend is dear and the single day where it is cheap', () => {
    // Thu–Sun, four days: Thu by the day 35 + package over Fri–Sun 85, never Sun 42 + package 85.
    expect(texts(rentLines(asked(planOfRh3608(), at('2026-11-26T09:00'), at('2026-11-30T09:00'))))).toEqual([
      '周四 1 天 × 35 = 35.00',
      '3 天套餐 × 85 = 85.00',
    ])
  })

  it('PR5 a package may reach past the end, so two dear days cost no more than three', () => {
    const dear = planOfRh3608({ weekdayFactors: [{ days: [6, 7], factorBp: 13_000, label: { zh: '周末', en: 'Weekend' } }] })
    expect(texts(rentLines(asked(dear, at('2026-11-28T09:00'), at('2026-11-30T09:00'))))).toEqual(['3 天套餐 × 85 = 85.00'])
  })

  it('PR5 is the cheapest way of all, and a longer rental never costs less', () => {
    const amount = fc.integer({ min: 1, max: 10_000 })
    const anyPlan = fc
      .record({ day: amount, three: amount, week: amount, bp: fc.integer({ min: 5000, max: 30_000 }) })
      .map(({ bp, ...price }) =>
        planOfRh3608({
          tiers: [
            { length: { unit: 'day', count: 1 }, amount: fen(price.day) },
            { length: { unit: 'day', count: 3 }, amount: fen(price.three) },
            { length: { unit: 'week', count: 1 }, amount: fen(price.week) },
          ],
          weekdayFactors: [{ days: [6, 7], factorBp: bp, label: { zh: '周末', en: 'Weekend' } }],
        }),
      )
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 12 }), (plan, start, length) => {
        const from = monday + start * DAY
        const cost = rentOf(plan, from, from + length * DAY)
        expect(cost).toBe(cheapestByTrying(plan, start, length))
        expect(rentOf(plan, from, from + (length + 1) * DAY)).toBeGreaterThanOrEqual(cost)
      }),
    )
  })

  it('PR6 hours count by the hour until the day is cheaper, with the factor of their date', () => {
    const plan = planOfRh3608({
      tiers: [
        { length: { unit: 'hour', count: 1 }, amount: fen(1000) },
        { length: { unit: 'day', count: 1 }, amount: fen(3500) },
      ],
    })
    const saturday = at('2026-11-28T09:00')
    expect(texts(rentLines(asked(plan, monday, monday + 2 * HOUR + 1)))).toEqual(['周一 3 小时 × 10 = 30.00'])
    expect(texts(rentLines(asked(plan, monday, monday + 4 * HOUR)))).toEqual(['周一 1 天 × 35 = 35.00'])
    expect(texts(rentLines(asked(plan, saturday, saturday + HOUR)))).toEqual(['周六 1 小时 × 10 × 1.2 = 12.00'])
    expect(texts(rentLines(asked(plan, monday, monday + 26 * HOUR)))).toEqual(['周一 1 天 × 35 = 35.00', '周二 2 小时 × 10 = 20.00'])
  })

  it('PR7 one tier only, repeated: 8 days of 100 / 250 / 500 are 3 × 250 (R2.6)', () => {
    const plan = planOfTiers({ 24: 100, 72: 250, 168: 500 }, { tiling: { rule: 'oneTier' } })
    expect(forHours(plan, 8 * 24)).toBe(75_000)
    expect(forHours(plan, 2 * 24)).toBe(20_000)
    expect(forHours(plan, 7 * 24)).toBe(50_000)
    expect(forHours({ ...plan, tiling: { rule: 'combine' } }, 8 * 24)).toBe(60_000)
  })

  it('PR7 rounds up to the next tier: the multipliers of Cortland (R2.6)', () => {
    const plan = planOfTiers(
      { 48: 1, 96: 2, 168: 3, 216: 4, 264: 5, 336: 6, 384: 7, 720: 12 },
      { tiling: { rule: 'roundUp', each: null }, maxLength: { unit: 'day', count: 30 } },
    )
    const multipliers = [1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7]
    expect(multipliers.map((_, index) => forHours(plan, (index + 1) * 24) / 100)).toEqual(multipliers)
    expect(forHours(plan, 26 * 24)).toBe(1200)
    expect(rentLines(asked(plan, monday, monday + 31 * DAY))).toMatchObject({ code: 'spanLength', values: { max: '720 h' } })
  })

  it('PR7 past the last tier every started further length is added: 50 hours, then half for each 24 h (R2.6)', () => {
    const each = { length: { unit: 'day' as const, count: 1 }, amount: fen(5000) }
    const plan = planOfTiers({ 50: 100 }, { tiling: { rule: 'roundUp', each } })
    expect([1, 50, 51, 74, 75].map((hours) => forHours(plan, hours))).toEqual([10_000, 10_000, 15_000, 15_000, 20_000])
    const none = planOfTiers({ 50: 100 }, { tiling: { rule: 'roundUp', each: null } })
    expect(rentLines(asked(none, monday, monday + 51 * HOUR))).toMatchObject({ code: 'noPrice' })
  })

  it('PR8 a holiday’s factor replaces the weekend’s and says its name', () => {
    const holiday = { from: '2026-11-28', through: '2026-11-28', factorBp: 15_000, label: { zh: '赛事日', en: 'Match day' } }
    const lines = rentLines(
      asked(planOfRh3608({ holidays: [holiday], tiers: planOfRh3608().tiers.slice(0, 1) }), at('2026-11-27T09:00'), at('2026-11-30T09:00')),
    )
    expect(texts(lines)).toEqual(['周五 1 天 × 35 = 35.00', '周六（赛事日） 1 天 × 35 × 1.5 = 52.50', '周日 1 天 × 35 × 1.2 = 42.00'])
  })

  it('PR8 a shorter rental than the minimum is billed as the minimum, a longer than the maximum refused', () => {
    const plan = planOfRh3608({ minLength: { unit: 'day', count: 2 }, maxLength: { unit: 'week', count: 1 } })
    expect(forHours(plan, 5)).toBe(7000)
    expect(rentLines(asked(plan, monday, monday + 7 * DAY + 1))).toEqual({ code: 'spanLength', values: { min: '48 h', max: '168 h' } })
    expect(rentLines(asked(plan, monday, monday))).toMatchObject({ code: 'spanInvalid' })
    expect(rentLines(asked(planOfRh3608({ tiers: [] }), monday, monday + DAY))).toMatchObject({ code: 'noPrice' })
  })

  it('PR2 rounds the price of one piece for one day before it counts days and pieces', () => {
    const plan = planOfRh3608({
      tiers: [{ length: { unit: 'day', count: 1 }, amount: fen(333) }],
      weekdayFactors: [{ days: [6, 7], factorBp: 12_500, label: { zh: '周末', en: 'Weekend' } }],
    })
    // 3.33 × 1.25 = 4.1625 → 4.16; × 2 days × 3 pieces = 24.96, not 24.98.
    const lines = linesOf(rentLines(asked(plan, at('2026-11-28T09:00'), at('2026-11-30T09:00'), 3)))
    expect(lines.map((line) => line.amount)).toEqual([2496])
    expect(reasonText(onlyOf(lines), 'zh')).toBe('周六–周日 2 天 × 3 件 × 3.33 × 1.25 = 24.96')
    expect(reasonText(onlyOf(lines), 'en')).toBe('Sat–Sun 2 days × 3 pieces × 3.33 × 1.25 = 24.96')
  })
})

/** The oracle: tries every way to pay, one day or one package at a time. */
function cheapestByTrying(plan: PricePlan, start: number, length: number): number {
  if (length <= 0) return 0
  const [day = 0, three = 0, week = 0] = plan.tiers.map((tier) => tier.amount)
  const weekend = start % 7 >= 5
  const factor = weekend ? (plan.weekdayFactors[0]?.factorBp ?? 10_000) : 10_000
  return Math.min(
    Math.floor((day * factor + 5000) / 10_000) + cheapestByTrying(plan, start + 1, length - 1),
    three + cheapestByTrying(plan, start + 3, length - 3),
    week + cheapestByTrying(plan, start + 7, length - 7),
  )
}
