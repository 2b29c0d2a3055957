import { describe, expect, it } from 'vitest'
import { boardColumns, nextStepOf } from './stages.ts'

describe('nextStepOf', () => {
  it('K7 is the first allowed step that my roles may give', () => {
    expect(nextStepOf({ next: ['order.cancel', 'payment.counter', 'feeSheet.confirm'] }, ['service'])).toBe('feeSheet.confirm')
    expect(nextStepOf({ next: ['feeSheet.confirm', 'payment.counter'] }, ['warehouse'])).toBe('payment.counter')
    expect(nextStepOf({ next: ['rental.inspect', 'rental.undoCheckIn'] }, ['warehouse'])).toBe('rental.inspect')
    expect(nextStepOf({ next: ['refund.handBack'] }, ['finance'])).toBe('refund.handBack')
  })
  it('K7 is nothing for who may do nothing, and never a way back', () => {
    expect(nextStepOf({ next: ['rental.checkOut'] }, ['finance'])).toBeNull()
    expect(nextStepOf({ next: ['order.cancel', 'line.forgo', 'rental.undoCheckOut', 'rental.undoCheckIn'] }, ['owner'])).toBeNull()
  })
})

it('K20 the board begins with the stages that hold orders', () => {
  const columns = boardColumns([{ stage: 'toSettle' }, { stage: 'toPay' }, { stage: 'toSettle' }])
  expect(columns.slice(0, 3).map(({ stage, here }) => [stage, here.length])).toEqual([
    ['toPay', 1],
    ['toSettle', 2],
    ['toConfirm', 0],
  ])
  expect(columns).toHaveLength(8)
})
