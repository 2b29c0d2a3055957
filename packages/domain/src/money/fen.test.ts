import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atFactor, fen, shortYuan, sumOf, yuan } from './fen.ts'

describe('fen', () => {
  it('PR1 holds whole fen only', () => {
    expect(fen(7700)).toBe(7700)
    expect(Object.is(fen(-0), 0)).toBe(true)
    for (const bad of [0.5, Number.NaN, Infinity, 2 ** 53, 1_000_000_000_001]) expect(() => fen(bad)).toThrow(RangeError)
    expect(sumOf([fen(1), fen(2)])).toBe(3)
  })

  it('PR1 writes yuan with two decimals, and shortly in reasons', () => {
    expect([7700, 5, -1250, 0].map((amount) => yuan(fen(amount)))).toEqual(['77.00', '0.05', '-12.50', '0.00'])
    expect([3500, 3550, 3555, 0, 10_000].map((amount) => shortYuan(fen(amount)))).toEqual(['35', '35.5', '35.55', '0', '100'])
  })

  it('PR2 rounds half away from zero, once, to the fen', () => {
    expect(atFactor(fen(3500), 12_000)).toBe(4200)
    expect(atFactor(fen(5), 5000)).toBe(3)
    expect(atFactor(fen(-5), 5000)).toBe(-3)
    expect(atFactor(fen(4), 5000)).toBe(2)
    expect(atFactor(fen(105), 13_333)).toBe(140)
  })

  it('PR2 is never more than half a fen off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 100_000 }), (amount, bp) => {
        expect(Math.abs(atFactor(fen(amount), bp) * 10_000 - amount * bp)).toBeLessThanOrEqual(5000)
      }),
    )
  })
})
