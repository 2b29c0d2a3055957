import type { FeeReason, PricePlan } from '@bobber/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '../calendar/zone.ts'
import { fen } from '../money/fen.ts'
import { at, planOfRh3608 } from './price.builders.ts'
import { reasonText } from './reason.ts'
import { rentLines } from './rent.ts'

/** Works the figures out as a customer with a pocket calculator would: `周六 1 天 × 35 × 1.2` → 42. */
function workedOut(text: string): number {
  const [working = ''] = text.split(' = ')
  return working
    .split(' × ')
    .reduce((product, factor) => product * Number(/([\d.]+)(?: [^\d]*)?(?:套餐)?$/.exec(factor)?.[1] ?? Number.NaN), 1)
}

describe('reasonText', () => {
  it('PR14 says what a customer can work out herself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        (start, days, quantity) => {
          const plan: PricePlan = planOfRh3608({ tiers: planOfRh3608().tiers.slice(0, 1) })
          const from = at('2026-11-23T09:00') + start * DAY
          const lines = rentLines({ plan, orderLineId: null, quantity, from, until: from + days * DAY, zone: 'Asia/Shanghai' })
          if (!Array.isArray(lines)) throw new Error(lines.code)
          for (const line of lines) {
            const text = reasonText(line, 'zh')
            expect([text, Math.round(workedOut(text) * 100)]).toEqual([text, line.amount])
            expect(text.endsWith(` = ${(line.amount / 100).toFixed(2)}`)).toBe(true)
          }
        },
      ),
    )
  })

  it('PR14 words every kind of reason in both languages', () => {
    const label = { zh: '国庆', en: 'National Day' }
    const reasons: FeeReason[] = [
      { key: 'rentDays', values: { firstDay: 4, lastDay: 6, days: 10, unitAmount: fen(3500), factorBp: 15_000, holiday: label } },
      { key: 'rentHours', values: { weekday: 1, hours: 1, unitAmount: fen(1000), factorBp: 10_000, holiday: null } },
      { key: 'rentPackage', values: { length: { unit: 'week', count: 1 }, times: 2, unitAmount: fen(17_000) } },
      { key: 'deposit', values: { unitAmount: fen(40_000) } },
      { key: 'sale', values: { unitAmount: fen(3900) } },
      { key: 'late', values: { startedHours: 9, perHour: fen(600), cap: fen(3500) } },
      { key: 'damage', values: { part: { zh: '竿尖', en: 'tip' }, unitAmount: fen(5000) } },
      { key: 'cleaning', values: { unitAmount: fen(2000) } },
      { key: 'earlyReturn', values: { saved: fen(4200), shareBp: 5000 } },
      { key: 'forgone', values: { unitAmount: fen(7700), back: true } },
      { key: 'forgone', values: { unitAmount: fen(7700), back: false } },
    ]
    const worded = (locale: 'zh' | 'en'): string[] => reasons.map((reason) => reasonText({ reason, quantity: 2, amount: fen(100) }, locale))
    expect(worded('zh')).toEqual([
      '周四起（国庆） 10 天 × 2 件 × 35 × 1.5 = 1.00',
      '周一 1 小时 × 2 件 × 10 = 1.00',
      '1 周套餐 × 2 × 2 件 × 170 = 1.00',
      '押金 2 件 × 400 = 1.00',
      '购买 2 件 × 39 = 1.00',
      '逾期 9 小时 × 6，封顶 35 × 2 件 = 1.00',
      '损坏（竿尖） 2 件 × 50 = 1.00',
      '清洁 2 件 × 20 = 1.00',
      '提前归还，少用 42 × 50% = 1.00',
      '没有取，退回 2 件 × 77 = 1.00',
      '没有取 2 件，货一直留着，租金不退 = 1.00',
    ])
    expect(worded('en').join('\n')).not.toMatch(/\p{Script=Han}/u)
  })
})
