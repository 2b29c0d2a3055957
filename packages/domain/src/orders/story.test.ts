import { describe, expect, it } from 'vitest'
import { fen } from '../money/fen.ts'
import { balanceOn } from './book.ts'
import { replay } from './evolve.ts'
import { ledgerOf } from './ledger.ts'
import { heldDeposit, refundableOf } from './money.ts'
import {
  friday,
  inspected,
  lateLinesOf,
  Life,
  morning,
  paidOrder,
  placing,
  placingLines,
  scanned,
  settlementOf,
  sunday,
  back,
  undo,
  returned,
} from './orders.builders.ts'
import { nextCommands, stageOf } from './stage.ts'

describe('the story of one rental', () => {
  it('O2 goes from the placing to the last refund, its state always the fold of its facts', () => {
    const life = new Life()
    expect(life.must({ kind: 'order.place', content: placing() }, 'customer', morning)).toEqual([
      'order.placed',
      'claim.held',
      'feeSheet.issued',
    ])
    expect(stageOf(life.placed, morning)).toBe('toConfirm')
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    expect(stageOf(life.placed, morning)).toBe('toPay')
    life.must({ kind: 'payment.request', content: { paymentId: 'pay', provider: 'simulator', link: '/pay' } }, 'customer', morning)
    expect(life.facts.at(-1)).toMatchObject({ content: { amount: 47_700 } })
    life.must({ kind: 'payment.capture', content: { paymentId: 'pay', provider: 'simulator', amount: fen(47_700) } }, 'system', morning)
    expect(life.facts.at(-1)).toMatchObject({ content: { rent: 7700, deposit: 40_000, sale: 0 } })
    expect(stageOf(life.placed, morning)).toBe('toCollect')
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: friday + undo } }, 'service', friday)
    expect(stageOf(life.placed, sunday)).toBe('out')
    expect(stageOf(life.placed, sunday + 1)).toBe('overdue')
    const late = { lines: lateLinesOf(life.placed) }
    expect(late.lines).toEqual([{ orderLineId: 'line', pieces: 1, dueAt: sunday, graceMinutes: 30, perStartedHour: 600, cap: 3500 }])
    expect(life.must({ kind: 'rental.markOverdue', content: late }, 'system', sunday + 1)).toEqual(['rental.overdue'])
    expect(life.must({ kind: 'rental.markOverdue', content: late }, 'system', sunday + 2)).toEqual([])
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back + undo } }, 'service', back)
    expect(stageOf(life.placed, back)).toBe('toInspect')
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    expect(life.facts.at(-1)).toMatchObject({ content: { refund: 37_600, kept: 2400 } })
    expect(stageOf(life.placed, back)).toBe('toSettle')
    expect(life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)).toEqual([
      'settlement.confirmed',
    ])
    expect(stageOf(life.placed, back)).toBe('toRefund')
    const refund = { refundId: 'refund', paymentId: 'pay', provider: 'simulator', amount: fen(37_600) }
    expect(life.must({ kind: 'refund.make', content: refund }, 'system', back)).toEqual(['refund.made', 'order.closed'])
    expect(life.facts.at(-2)).toMatchObject({ content: { amount: 37_600, deposit: 37_600 } })
    expect(stageOf(life.placed, back)).toBe('closed')
    expect(replay(life.facts)).toEqual(life.order)
    expect(nextCommands(life.placed, 'owner', back)).toEqual([])
  })

  it('O3 places what the stock holds already, in a time that isn’t over', () => {
    const ask = (content: ReturnType<typeof placing>, now = morning) => new Life().ask({ kind: 'order.place', content }, 'customer', now)
    expect(ask(placing(9))).toHaveLength(3)
    expect(ask(placing(), sunday - 1)).toHaveLength(3)
    expect(ask(placing(), sunday)).toMatchObject({ code: 'spanPast' })
    const [line] = placing().lines
    if (!line) throw new Error('no line')
    expect(ask({ ...placing(), lines: [{ ...line, until: friday }] })).toMatchObject({ code: 'spanInvalid' })
    const twice = new Life()
    twice.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    expect(twice.ask({ kind: 'order.place', content: placing() }, 'customer', morning)).toMatchObject({ code: 'conflict' })
  })

  it('O4 binds the version that was shown and no other', () => {
    const life = new Life()
    life.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    const confirm = (version: number) =>
      life.ask({ kind: 'feeSheet.confirm', content: { version, byId: 'c', headHash: 'h' } }, 'customer', morning)
    expect(life.ask({ kind: 'payment.request', content: { paymentId: 'p', provider: 'simulator' } }, 'customer', morning)).toMatchObject({
      code: 'notConfirmed',
    })
    expect(confirm(2)).toEqual({ code: 'sheetOutdated', values: { version: 1 } })
    expect(confirm(1)).toMatchObject([{ content: { by: 'online' } }])
    expect(confirm(1)).toEqual([])
  })

  it('O4 says where it was confirmed: on her own device, or before staff at the counter', () => {
    const life = returned()
    const counter = new Life()
    counter.must({ kind: 'order.place', content: placing() }, 'service', morning)
    counter.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'clerk', headHash: 'h' } }, 'service', morning)
    expect(counter.facts.at(-1)).toMatchObject({ content: { byId: 'clerk', by: 'counter' } })
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1', 5000)] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'clerk', headHash: 'h' } }, 'manager', back)
    expect(life.facts.at(-1)).toMatchObject({ kind: 'settlement.confirmed', content: { byId: 'clerk', by: 'counter' } })
  })

  it('O4 where nothing is due, confirming is paying', () => {
    const [line] = placing().lines
    if (!line) throw new Error('no line')
    const life = new Life()
    const free = { ...placingLines(), lines: [line], claims: placing().claims }
    life.must({ kind: 'order.place', content: free }, 'customer', morning)
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    expect([life.placed.facets.payment, stageOf(life.placed, morning)]).toEqual(['paid', 'toCollect'])
    expect(nextCommands(life.placed, 'service', morning)).toEqual(['rental.checkOut', 'line.forgo', 'order.cancel'])
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: friday } }, 'service', friday)
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: sunday } }, 'service', sunday)
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', sunday)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, sunday) } }, 'system', sunday)
    const confirmed = life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', sunday)
    expect(confirmed).toEqual(['settlement.confirmed', 'order.closed'])
  })

  it('O5 hands nothing over that is unconfirmed, unpaid, or not on the order', () => {
    const checkOut = (life: Life, ...units: string[]) =>
      life.ask(
        { kind: 'rental.checkOut', content: { units: units.map((unit) => scanned(unit)), undoUntil: friday + undo } },
        'service',
        friday,
      )
    const fresh = new Life()
    fresh.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    expect(checkOut(fresh, 'u1')).toMatchObject({ code: 'notConfirmed' })
    fresh.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    expect(checkOut(fresh, 'u1')).toMatchObject({ code: 'notPaid' })
    const life = paidOrder(placing(2))
    expect(checkOut(life, 'u1', 'u1')).toMatchObject({ code: 'unitBusy' })
    expect(checkOut(life, 'u1', 'u2', 'u3')).toMatchObject({ code: 'alreadyOut' })
    expect(life.ask({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: 0 } }, 'customer', friday)).toMatchObject({
      code: 'forbidden',
    })
    expect(checkOut(life, 'u1')).toHaveLength(1)
    expect(life.placed.facets).toEqual({ payment: 'paid', fulfilment: 'partlyOut', return: 'out' })
    expect(checkOut(life, 'u2')).toHaveLength(1)
    expect(life.placed.facets.fulfilment).toBe('out')
    expect(checkOut(life, 'u3')).toMatchObject({ code: 'alreadyOut' })
  })

  it('O6 what is paid too much goes back before the settlement is confirmed, which then is right as it was', () => {
    const life = returned()
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    life.must({ kind: 'payment.capture', content: { paymentId: 'twice', provider: 'simulator', amount: fen(47_700) } }, 'system', back)
    const confirm = () => life.ask({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    expect(confirm()).toMatchObject({ code: 'overpaid' })
    expect(nextCommands(life.placed, 'customer', back)).toEqual([])
    const refund = { refundId: 'r', paymentId: 'twice', provider: 'simulator', amount: fen(47_700) }
    expect(life.must({ kind: 'refund.make', content: refund }, 'system', back)).toEqual(['refund.made'])
    expect(confirm()).toHaveLength(1)
    expect(refundableOf(life.placed)).toBe(37_600)
    expect(balanceOn(ledgerOf(life.facts).balances, 'deposits')).toBe(0 - heldDeposit(life.placed))
  })

  it('O10 comes back piece by piece, and a slip is undone within minutes only', () => {
    const life = paidOrder(placing(2))
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1'), scanned('u2')], undoUntil: friday + undo } }, 'service', friday)
    const undoOut = (unitId: string, now: number) =>
      life.ask({ kind: 'rental.undoCheckOut', content: { unitIds: [unitId], byId: 's' } }, 'service', now)
    expect(undoOut('u2', friday + undo + 1)).toMatchObject({ code: 'undoTooLate' })
    expect(undoOut('u2', friday + undo)).toHaveLength(1)
    expect(life.placed.facets).toMatchObject({ fulfilment: 'partlyOut', return: 'out' })
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u2')], undoUntil: friday + undo } }, 'service', friday)
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back + undo } }, 'warehouse', back)
    expect(life.placed.facets.return).toBe('partlyBack')
    expect(stageOf(life.placed, back)).toBe('overdue')
    expect(life.ask({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: 0 } }, 'warehouse', back)).toMatchObject({
      code: 'alreadyReturned',
    })
    expect(life.ask({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)).toMatchObject({
      code: 'stillOut',
    })
    life.must({ kind: 'rental.undoCheckIn', content: { unitIds: ['u1'], byId: 's' } }, 'service', back)
    expect(life.placed.facets.return).toBe('out')
    expect(undoOut('u1', back)).toMatchObject({ code: 'undoTooLate' })
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1'), scanned('u2')], undoUntil: back + undo } }, 'service', back)
    expect(life.placed.facets.return).toBe('back')
    expect(life.ask({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)).toMatchObject({
      code: 'notInspected',
    })
  })

  it('O7 cancels while nothing was handed over, and gives all of it back; once its time has begun only the shop does', () => {
    const life = paidOrder()
    expect(nextCommands(life.placed, 'customer', morning)).toEqual(['order.cancel'])
    expect(life.must({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', morning)).toEqual([
      'order.cancelled',
      'claim.released',
    ])
    expect(
      life.must(
        { kind: 'refund.make', content: { refundId: 'r', paymentId: 'p', provider: 'simulator', amount: fen(47_700) } },
        'system',
        morning,
      ),
    ).toEqual(['refund.made'])
    expect(life.ask({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', morning)).toMatchObject({ code: 'orderOver' })
    const out = returned()
    expect(out.ask({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', back)).toMatchObject({ code: 'handedOver' })
    const begun = paidOrder()
    expect(begun.ask({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', friday)).toMatchObject({
      code: 'cancelTooLate',
    })
    expect(nextCommands(begun.placed, 'customer', friday)).toEqual([])
    expect(begun.must({ kind: 'order.cancel', content: { reason: '', byId: 's' } }, 'service', friday)).toHaveLength(2)
  })
})
