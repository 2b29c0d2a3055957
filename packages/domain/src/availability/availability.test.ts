import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockedSpan } from '../price/plan.ts'
import { availabilityCalendar } from './calendar.ts'
import { freeFrom } from './free-from.ts'
import { freeQuantity, peak, type Claim } from './peak.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)

/** Small times, so that the oracle can look at every single moment. */
const anyClaim: fc.Arbitrary<Claim> = fc.record({
  from: fc.integer({ min: 0, max: 30 }),
  until: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 8 }),
  quantity: fc.integer({ min: 1, max: 3 }),
})
const anyClaims = fc.array(anyClaim, { maxLength: 12 })

/** The oracle: what is taken at one moment, by looking at each claim. */
function takenAt(claims: readonly Claim[], moment: number): number {
  return claims
    .filter(({ from, until }) => from <= moment && (until === null || moment < until))
    .reduce((sum, { quantity }) => sum + quantity, 0)
}

const moments = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, index) => from + index)

describe('availability', () => {
  it('ST2 the peak is what a look at every moment finds', () => {
    fc.assert(
      fc.property(anyClaims, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }), (claims, from, length) => {
        const seen = moments(from, from + length).map((moment) => takenAt(claims, moment))
        expect(peak(claims, from, from + length)).toBe(Math.max(...seen))
      }),
    )
  })

  it('ST1 a downtime takes stock as an order does', () => {
    const claims = [
      { from: 0, until: 10, quantity: 1 },
      { from: 5, until: 15, quantity: 1 },
    ]
    expect([freeQuantity(3, claims, 0, 15), freeQuantity(3, claims, 10, 15)]).toEqual([1, 2])
  })

  it('ST4 a rental blocks its buffer too', () => {
    const blocked = blockedSpan(at('2026-11-27T18:00'), at('2026-11-29T18:00'), 30)
    expect(blocked).toEqual({ from: at('2026-11-27T18:00'), until: at('2026-11-29T18:30') })
    const claims = [{ ...blocked, quantity: 1 }]
    expect(freeQuantity(1, claims, at('2026-11-29T18:29'), at('2026-11-30T18:00'))).toBe(0)
    expect(freeQuantity(1, claims, at('2026-11-29T18:30'), at('2026-11-30T18:00'))).toBe(1)
  })

  it('ST3 goods that come back at an instant can go out at that instant', () => {
    const claims = [{ from: 0, until: 10, quantity: 1 }]
    expect(freeQuantity(1, claims, 10, 20)).toBe(1)
    expect(freeQuantity(1, claims, 9, 20)).toBe(0)
    expect(freeQuantity(0, claims, 9, 20)).toBe(-1)
  })

  it('ST5 an overdue claim takes its piece without end', () => {
    const claims = [{ from: 0, until: null, quantity: 1 }]
    expect(freeQuantity(1, claims, 1_000_000, 1_000_001)).toBe(0)
    expect(freeFrom({ owned: 1, claims, quantity: 1, length: 5, earliest: 0 })).toBeNull()
    expect(freeFrom({ owned: 2, claims, quantity: 1, length: 5, earliest: 7 })).toBe(7)
  })

  it('ST7 says the first moment that fits, and none when none does', () => {
    fc.assert(
      fc.property(
        anyClaims,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 30 }),
        (claims, owned, quantity, length, earliest) => {
          const fits = (start: number): boolean =>
            moments(start, start + length).every((moment) => owned - takenAt(claims, moment) >= quantity)
          // Nothing changes after 40, so what doesn't fit by then never does.
          const oracle = moments(earliest, 50).find(fits) ?? null
          expect(freeFrom({ owned, claims, quantity, length, earliest })).toBe(oracle)
        },
      ),
    )
  })

  it('ST7 tells the seventh customer of six rods when one is free again', () => {
    const claims = Array.from({ length: 6 }, (_, index) => ({
      from: at('2026-11-27T18:00'),
      until: at('2026-11-29T18:30') + index * 3_600_000,
      quantity: 1,
    }))
    const wanted = { owned: 6, claims, length: 2 * 86_400_000, earliest: at('2026-11-27T18:00') }
    expect(freeFrom({ ...wanted, quantity: 1 })).toBe(at('2026-11-29T18:30'))
    expect(freeFrom({ ...wanted, quantity: 3 })).toBe(at('2026-11-29T20:30'))
    expect(freeFrom({ ...wanted, quantity: 7 })).toBeNull()
  })

  it('ST8 the calendar shows each local date at its worst and best moment', () => {
    const claims = [{ from: at('2026-11-27T18:00'), until: at('2026-11-29T18:00'), quantity: 2 }]
    const days = availabilityCalendar({ owned: 3, claims, firstDay: '2026-11-26', days: 5, zone: 'Asia/Shanghai' })
    expect(days).toEqual([
      { date: '2026-11-26', free: 3, best: 3 },
      { date: '2026-11-27', free: 1, best: 3 },
      { date: '2026-11-28', free: 1, best: 1 },
      { date: '2026-11-29', free: 1, best: 3 },
      { date: '2026-11-30', free: 3, best: 3 },
    ])
  })

  it('ST8 the calendar agrees with the peak of each date', () => {
    const hour = 3_600_000
    fc.assert(
      fc.property(anyClaims, (small) => {
        const base = at('2026-11-25T00:00')
        const claims = small.map((claim) => ({
          ...claim,
          from: base + claim.from * 5 * hour,
          until: claim.until === null ? null : base + claim.until * 5 * hour,
        }))
        const days = availabilityCalendar({ owned: 4, claims, firstDay: '2026-11-24', days: 10, zone: 'Asia/Shanghai' })
        for (const [index, day] of days.entries()) {
          const from = base + (index - 1) * 24 * hour
          expect(day.free).toBe(freeQuantity(4, claims, from, from + 24 * hour))
        }
      }),
    )
  })
})
