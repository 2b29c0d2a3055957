import type { Calls, UnitView } from '@bobber/protocol'
import { describe, expect, it } from 'vitest'
import { bookedAhead, midnights, unitDays } from './unit-days.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => Date.parse(`${text}+08:00`)
const now = at('2026-11-28T10:00')
const starts = midnights(now, zone, 3)
const unit = (code: string, part: Partial<UnitView> = {}): UnitView => ({
  unitId: code,
  variantId: 'v',
  sku: 'S',
  name: 'n',
  code,
  supplierCodes: [],
  state: 'available',
  condition: 'good',
  orderId: null,
  orderNumber: null,
  dueAt: null,
  ...part,
})
type Claim = Calls['variant.get']['reply']['claims'][number]
const claim = (part: Partial<Claim>): Claim => ({
  claimId: 'c1',
  orderId: 'o1',
  orderNumber: '1',
  unitCode: null,
  quantity: 1,
  from: at('2026-11-28T18:00'),
  until: at('2026-11-29T18:00'),
  kind: 'order',
  ...part,
})
const kinds = (units: UnitView[], claims: Claim[]) => unitDays({ units, claims }, now, starts).map((row) => row.days.map((day) => day.kind))

describe('unitDays', () => {
  it('K9 starts at the shop’s midnight', () => {
    expect(starts).toEqual(['2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01'].map((day) => at(`${day}T00:00`)))
  })
  it('K9 shows a claim on each day it touches, and ends at its end', () => {
    expect(kinds([unit('A')], [claim({ unitCode: 'A' })])).toEqual([['claimed', 'claimed', 'free']])
    expect(kinds([unit('A')], [claim({ unitCode: 'A', until: at('2026-11-29T00:00') })])).toEqual([['claimed', 'free', 'free']])
  })
  it('K9 gives claims without a unit a row of their own', () => {
    const rows = unitDays({ units: [unit('A')], claims: [claim({ quantity: 2 })] }, now, starts)
    expect(rows.map((row) => [row.code, row.quantity])).toEqual([
      ['A', 1],
      [null, 2],
    ])
    expect(rows[0]?.days.every((day) => day.kind === 'free')).toBe(true)
  })
  it('K9 tells out from overdue, and overdue has no end', () => {
    const out = unit('A', { state: 'checkedOut', orderId: 'o1', dueAt: at('2026-11-29T18:00') })
    expect(kinds([out], [claim({ unitCode: 'A' })])[0]?.[0]).toBe('checkedOut')
    const late = unit('A', { state: 'checkedOut', orderId: 'o1', dueAt: at('2026-11-28T09:00') })
    expect(kinds([late], [claim({ unitCode: 'A', from: at('2026-11-27T18:00'), until: null })])).toEqual([
      ['overdue', 'overdue', 'overdue'],
    ])
  })
  it('K9 shows what is out of use until somebody says that it can be used again', () => {
    const down = claim({ orderId: null, orderNumber: null, unitCode: 'A', kind: 'downtime', until: null })
    expect(kinds([unit('A', { state: 'maintenance' })], [down])).toEqual([['maintenance', 'maintenance', 'maintenance']])
  })
  it('K9 tells how many are booked ahead, and from when', () => {
    const down = claim({ kind: 'downtime', from: now + 1 })
    const claims = [claim({ quantity: 4, from: now + 9 }), claim({ unitCode: 'A', from: now + 5 }), claim({ from: now }), down]
    expect(bookedAhead(claims, now)).toEqual({ pieces: 5, from: now + 5 })
    expect(bookedAhead([down], now)).toBeNull()
  })
  it('K9 leaves out what is retired', () => {
    expect(kinds([unit('A', { state: 'retired' })], [])).toEqual([])
  })
})
