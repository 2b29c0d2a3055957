import { isRefusal } from '@bobber/protocol'
import { expect, it } from 'vitest'
import { sumOf } from '../money/fen.ts'
import { at } from '../price/price.builders.ts'
import { lateFeeAt } from '../price/late.ts'
import { friday, inspected, type Life, monday, paidOrder, placingAll, priced, scanned, sunday, zone } from './orders.builders.ts'
import { lateOf, settlementLines } from './settlement.ts'

const minute = 60_000

/** Two rods due on Sunday (grace 30 min) and a tent due on Monday (60 min), all out. */
function allOut(): Life {
  const life = paidOrder(placingAll())
  const units = ['u1', 'u2', 't1'].map((id) => scanned(id))
  life.must({ kind: 'rental.checkOut', content: { units, undoUntil: friday } }, 'service', friday)
  return life
}

function back(life: Life, unitId: string, now: number): void {
  life.must({ kind: 'rental.checkIn', content: { units: [scanned(unitId)], undoUntil: now } }, 'service', now)
  life.must({ kind: 'rental.inspect', content: { units: [inspected(unitId)] } }, 'service', now)
}

const feeAt = (life: Life, now: number): number => lateFeeAt(lateOf(life.placed, priced), now)

it('R14, C8, K5 each piece is late by its own line’s time, grace and cap: what is shown is what the settlement says', () => {
  const life = allOut()
  expect(feeAt(life, sunday + 30 * minute)).toBe(0)
  expect(feeAt(life, sunday + 30 * minute + 1)).toBe(2 * 600)
  const first = at('2026-11-29T21:10')
  expect(feeAt(life, first)).toBe(2 * 2400)
  back(life, 'u1', first)
  // One rod stands still at 24, the other grows to its cap of 35; the tent isn't due before Monday.
  expect(feeAt(life, first + 60 * minute)).toBe(2400 + 3000)
  expect(feeAt(life, monday)).toBe(2400 + 3500)
  expect(feeAt(life, monday + 60 * minute)).toBe(2400 + 3500)
  expect(feeAt(life, monday + 60 * minute + 1)).toBe(2400 + 3500 + 1200)
  back(life, 'u2', monday)
  const last = monday + 150 * minute
  back(life, 't1', last)
  const shown = feeAt(life, last)
  expect(shown).toBe(2400 + 3500 + 1800)
  expect(feeAt(life, last + 9_000 * minute)).toBe(shown)
  const lines = settlementLines(life.placed, priced, zone)
  if (isRefusal(lines)) throw new Error(lines.code)
  expect(sumOf(lines.filter(({ kind }) => kind === 'late').map(({ amount }) => amount))).toBe(shown)
  expect(lines.map(({ orderLineId, quantity, amount }) => [orderLineId, quantity, amount])).toEqual([
    ['line', 1, 2400],
    ['line', 1, 3500],
    ['tent', 1, 1800],
  ])
})

it('R14 says of the pieces that went out when they were due and whether they are back, an undone return included', () => {
  const life = allOut()
  back(life, 't1', friday)
  const one = { pieces: 2, dueAt: sunday, graceMinutes: 30, perStartedHour: 600, cap: 3500, returnedAt: null }
  expect(lateOf(life.placed, priced)).toMatchObject([one, { orderLineId: 'tent', pieces: 1, dueAt: monday, returnedAt: friday }])
  life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: sunday } }, 'service', sunday)
  expect(lateOf(life.placed, priced).map(({ pieces, returnedAt }) => [pieces, returnedAt])).toEqual([
    [1, sunday],
    [1, null],
    [1, friday],
  ])
  life.must({ kind: 'rental.undoCheckIn', content: { unitIds: ['u1'], byId: 's' } }, 'service', sunday)
  expect(lateOf(life.placed, priced)).toMatchObject([one, {}])
})
