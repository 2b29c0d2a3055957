import { feeSheet, fen } from '@bobber/domain'
import type { FeeSheet, FeeSheetLine } from '@bobber/protocol'
import { describe, expect, test } from 'vitest'
import { log } from '../test-entries.ts'
import { lineNames, orderLogs, sheetChanges } from './order-log.ts'

const rent = (amount: number): FeeSheetLine => ({
  kind: 'rent',
  orderLineId: 'l1',
  quantity: 1,
  amount: fen(amount),
  reason: { key: 'rentDays', values: { firstDay: 5, lastDay: 6, days: 2, unitAmount: fen(3500), factorBp: 10_000, holiday: null } },
  plan: null,
})
const extra: FeeSheetLine = {
  kind: 'sale',
  orderLineId: 'l2',
  quantity: 1,
  amount: fen(500),
  reason: { key: 'sale', values: { unitAmount: fen(500) } },
  plan: null,
}
const sheet = (version: number, ...lines: FeeSheetLine[]): FeeSheet =>
  feeSheet({ version, purpose: 'offer', lines, paid: fen(0), pricedAt: 0 })

describe('what the log tells about an order', () => {
  test('C7 versions, confirmations and payments add up, order by order', () => {
    const logs = orderLogs(
      log(
        { kind: 'order.placed', content: { orderId: 'o', number: 'B-1', lines: [{ orderLineId: 'l1', name: '海竿' }] } },
        { kind: 'feeSheet.issued', content: { orderId: 'o', sheet: sheet(1, rent(7700)) } },
        { kind: 'message.text', content: { text: '好' } },
        { kind: 'feeSheet.issued', content: { orderId: 'o', sheet: sheet(2, rent(7000)) } },
        { kind: 'feeSheet.confirmed', content: { orderId: 'o', version: 2 } },
        { kind: 'payment.captured', content: { orderId: 'o', paymentId: 'p' } },
        { kind: 'feeSheet.issued', content: { orderId: 'other', sheet: sheet(1, rent(1)) } },
      ),
    )
    const order = logs.get('o')
    expect(order?.number).toBe('B-1')
    expect(order?.sheets.map(({ version }) => version)).toEqual([1, 2])
    expect(order?.confirmed).toEqual(new Set([2]))
    expect(order?.captured).toEqual(new Set(['p']))
    expect(logs.get('other')?.confirmed).toEqual(new Set())
  })

  test('C7 an undone check-in is out again', () => {
    const back = { kind: 'rental.checkedIn', content: { orderId: 'o', returnedAt: 5, units: [] } } as const
    expect(orderLogs(log(back)).get('o')?.returnedAt).toBe(5)
    expect(orderLogs(log(back, { kind: 'rental.checkInUndone', content: { orderId: 'o' } })).get('o')?.returnedAt).toBeNull()
  })

  test('C8 an order is known as of its newest fact', () => {
    const out = { kind: 'rental.checkedOut', content: { orderId: 'o', units: [] }, at: 5 } as const
    const late = { kind: 'rental.overdue', content: { orderId: 'o', lines: [] }, at: 9 } as const
    expect(orderLogs(log(out, late)).get('o')?.toldAt).toBe(9)
  })

  test('C7 what was erased or recalled tells nothing and breaks nothing', () => {
    expect(orderLogs(log({ kind: 'message.text', content: null })).size).toBe(0)
  })
})

describe('what a newer fee sheet changes', () => {
  test('C7 changed, new and dropped lines are told apart; what stayed is left out', () => {
    expect(sheetChanges(sheet(1, rent(7700)), sheet(2, rent(7700)))).toEqual([])
    expect(sheetChanges(sheet(1, rent(7700)), sheet(2, rent(7000), extra)).map(({ what, before }) => [what, before])).toEqual([
      ['changed', 7700],
      ['added', null],
    ])
    expect(sheetChanges(sheet(1, rent(7700), extra), sheet(2, rent(7700))).map(({ what }) => what)).toEqual(['removed'])
  })

  test('C7 a line names its goods only where there are several', () => {
    expect(lineNames([{ orderLineId: 'a', name: '竿' }]).size).toBe(0)
    expect(
      lineNames([
        { orderLineId: 'a', name: '竿' },
        { orderLineId: 'b', name: '轮' },
      ]).get('b'),
    ).toBe('轮')
  })
})
