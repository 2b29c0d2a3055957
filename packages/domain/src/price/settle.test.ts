import type { FeeSheetLine, PricePlan, Refusal } from '@bobber/protocol'
import { describe, expect, it } from 'vitest'
import { fen } from '../money/fen.ts'
import { cleaningLine, damageLine, earlyReturnLine } from './adjust.ts'
import { feeSheet } from './fee-sheet.ts'
import { lateCapOf, lateLine, lateTerms } from './late.ts'
import { at, planOfRh3608 } from './price.builders.ts'
import { reasonText } from './reason.ts'
import { priceRental } from './rent.ts'

const planned = at('2026-11-29T18:00')
const rental = { orderLineId: 'l1', quantity: 1, from: at('2026-11-27T18:00'), until: planned, zone: 'Asia/Shanghai' }
const late = (returned: string, plan: PricePlan = planOfRh3608(), quantity = 1): FeeSheetLine | null =>
  lateLine(lateTerms({ plan, orderLineId: 'l1', pieces: quantity, dueAt: planned, replacementValue: fen(46_900) }), at(returned), plan)

function agreed(): FeeSheetLine[] {
  const lines: FeeSheetLine[] | Refusal = priceRental({ plan: planOfRh3608(), ...rental })
  if (!Array.isArray(lines)) throw new Error(lines.code)
  return lines
}

describe('late fee', () => {
  it('PR9 costs nothing within the grace, and every started hour since the planned return past it', () => {
    expect(late('2026-11-29T17:00')).toBeNull()
    expect(late('2026-11-29T18:30')).toBeNull()
    expect(late('2026-11-29T18:30:01')?.amount).toBe(600)
    expect(late('2026-11-29T19:00')?.amount).toBe(600)
    expect(late('2026-11-29T19:00:01')?.amount).toBe(1200)
    const fee = late('2026-11-29T21:10')
    expect(fee?.amount).toBe(2400)
    expect(fee && reasonText(fee, 'zh')).toBe('逾期 4 小时 × 6 = 24.00')
    expect(fee && reasonText(fee, 'en')).toBe('Late 4 hours × 6 = 24.00')
    expect(late('2026-12-24T18:00', planOfRh3608({ late: null }))).toBeNull()
  })

  it('PR10 stops at its cap, for each piece', () => {
    expect(late('2026-11-29T23:00')?.amount).toBe(3000)
    const capped = late('2026-11-30T23:00')
    expect(capped?.amount).toBe(3500)
    expect(capped && reasonText(capped, 'zh')).toBe('逾期 29 小时 × 6，封顶 35 = 35.00')
    expect(late('2026-11-30T23:00', planOfRh3608(), 2)?.amount).toBe(7000)
    const plan = planOfRh3608()
    const withCap = (cap: NonNullable<PricePlan['late']>['cap']): PricePlan => ({
      ...plan,
      late: { perStartedHour: fen(600), countedFrom: 'plannedReturn', cap },
    })
    expect(late('2027-02-01T12:00', withCap({ of: 'replacementValue' }))?.amount).toBe(46_900)
    expect(late('2027-02-01T12:00', withCap({ of: 'amount', amount: fen(9900) }))?.amount).toBe(9900)
    expect(late('2026-11-30T18:00', withCap(null))?.amount).toBe(24 * 600)
    expect(lateCapOf(plan, null)).toBe(3500)
    expect(lateCapOf(withCap({ of: 'replacementValue' }), null)).toBeNull()
  })
})

describe('fee sheet', () => {
  it('PR13 the offer asks for rent and deposit; the settlement gives back what the charges leave', () => {
    const offer = feeSheet({ version: 1, purpose: 'offer', lines: agreed(), paid: fen(0), pricedAt: 0 })
    expect(offer.totals).toMatchObject({ rent: 7700, deposit: 40_000, charges: 7700, due: 47_700, refund: 0 })
    const fee = late('2026-11-29T21:10')
    const settlement = feeSheet({
      version: 2,
      purpose: 'settlement',
      lines: [...agreed(), ...(fee ? [fee] : [])],
      paid: fen(47_700),
      pricedAt: 0,
    })
    expect(settlement.totals).toMatchObject({ rent: 7700, late: 2400, charges: 10_100, due: 0, refund: 37_600 })
  })

  it('PR13 asks for more when the charges pass what was paid', () => {
    const damage = damageLine({ orderLineId: 'l1', quantity: 1, unitAmount: fen(46_900) }, { zh: '竿尖', en: 'tip' })
    const cleaning = cleaningLine({ orderLineId: 'l1', quantity: 1, unitAmount: fen(2000) })
    const sheet = feeSheet({ version: 2, purpose: 'settlement', lines: [...agreed(), damage, cleaning], paid: fen(47_700), pricedAt: 0 })
    expect(sheet.totals).toMatchObject({ damage: 46_900, cleaning: 2000, due: 8900, refund: 0 })
    expect([damage, cleaning].map((line) => reasonText(line, 'zh'))).toEqual(['损坏（竿尖） 1 件 × 469 = 469.00', '清洁 1 件 × 20 = 20.00'])
  })

  it('PR12 an early return gives back the plan’s share of what the shorter rental saves', () => {
    const back = (shareBp: number, returned: string) =>
      earlyReturnLine({ plan: planOfRh3608({ earlyReturn: { rule: 'reprice', shareBp } }), ...rental }, at(returned))
    expect(back(10_000, '2026-11-28T12:00')).toMatchObject({ kind: 'earlyReturn', amount: -4200 })
    expect(back(5000, '2026-11-28T12:00')).toMatchObject({ amount: -2100 })
    expect(back(10_000, '2026-11-27T18:00')).toMatchObject({ amount: -4200 })
    expect(back(10_000, '2026-11-29T12:00')).toBeNull()
    expect(back(10_000, '2026-11-29T18:00')).toBeNull()
    expect(earlyReturnLine({ plan: planOfRh3608(), ...rental }, at('2026-11-28T12:00'))).toBeNull()
  })
})
