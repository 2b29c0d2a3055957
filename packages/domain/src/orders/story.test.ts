import { describe, expect, it } from 'vitest'
import { fen } from '../money/fen.ts'
import { saleLine } from '../price/adjust.ts'
import { feeSheet } from '../price/fee-sheet.ts'
import { at } from '../price/price.builders.ts'
import { replay } from './evolve.ts'
import { isSquare, ledgerOf } from './ledger.ts'
import { dueOf, heldDeposit, refundableOf } from './money.ts'
import { friday, Life, morning, paidOrder, placing, scanned, settlementOf, sunday } from './orders.builders.ts'
import { nextCommands, stageOf } from './stage.ts'

const back = at('2026-11-29T21:10')
const undo = 300_000

function returned(): Life {
  const life = paidOrder()
  life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: friday + undo } }, 'service', friday)
  life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back + undo } }, 'service', back)
  return life
}

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
    const late = { graceMinutes: 30, perStartedHour: fen(600), cap: fen(3500) }
    expect(life.must({ kind: 'rental.markOverdue', content: late }, 'system', sunday + 1)).toEqual(['rental.overdue'])
    expect(life.must({ kind: 'rental.markOverdue', content: late }, 'system', sunday + 2)).toEqual([])
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back + undo } }, 'service', back)
    expect(stageOf(life.placed, back)).toBe('toInspect')
    const inspected = { orderLineId: 'line', unitId: 'u1', condition: 'good' as const, damage: 0, cleaning: 0, note: '' }
    life.must({ kind: 'rental.inspect', content: { units: [inspected] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    expect(life.facts.at(-1)).toMatchObject({ content: { refund: 37_600, kept: 2400 } })
    expect(stageOf(life.placed, back)).toBe('toSettle')
    expect(life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)).toEqual([
      'settlement.confirmed',
    ])
    const refund = { paymentId: 'refund', provider: 'simulator', amount: fen(37_600) }
    expect(life.must({ kind: 'deposit.refund', content: refund }, 'system', back)).toEqual(['deposit.refunded', 'order.closed'])
    expect(stageOf(life.placed, back)).toBe('closed')
    expect(replay(life.facts)).toEqual(life.order)
    expect(nextCommands(life.placed, 'owner', back)).toEqual([])
  })

  it('O8 leaves a ledger of zero: rent and late fee earned, the deposit gone', () => {
    const life = returned()
    const inspected = { orderLineId: 'line', unitId: 'u1', condition: 'good' as const, damage: 0, cleaning: 0, note: '' }
    life.must({ kind: 'rental.inspect', content: { units: [inspected] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    expect(heldDeposit(life.placed)).toBe(37_600)
    life.must({ kind: 'deposit.refund', content: { paymentId: 'r', provider: 'simulator', amount: fen(37_600) } }, 'system', back)
    const { balances } = ledgerOf(life.facts)
    expect(balances).toEqual({
      'cash:simulator': 10_100,
      deposits: 0,
      'prepaid:rent': 0,
      'revenue:rent': -7700,
      'revenue:late': -2400,
    })
    expect(isSquare(life.placed, balances)).toBe(true)
    expect(life.placed.deposit).toEqual({ taken: 40_000, kept: 2400, givenBack: 37_600 })
  })

  it('O3 refuses what the stock hasn’t, saying when it is free', () => {
    const ask = (content: ReturnType<typeof placing>, now = morning) => new Life().ask({ kind: 'order.place', content }, 'customer', now)
    expect(ask(placing(1, 0))).toEqual({ code: 'notEnough', values: { free: 0, freeFrom: sunday + 1_800_000 } })
    expect(ask(placing(4, 3))).toMatchObject({ code: 'notEnough', values: { free: 3 } })
    expect(ask({ ...placing(9, 3), stock: [{ orderLineId: 'line', free: 3, freeFrom: null }] })).toEqual({
      code: 'notEnoughEver',
      values: { free: 3 },
    })
    expect(ask(placing(), sunday)).toMatchObject({ code: 'spanPast' })
    const [line] = placing().lines
    if (!line) throw new Error('no line')
    const twice = [line, { ...line, orderLineId: 'second' }]
    const stock = twice.map(({ orderLineId }) => ({ orderLineId, free: 1, freeFrom: sunday }))
    expect(ask({ ...placing(), lines: twice, stock })).toMatchObject({ code: 'notEnough', values: { free: 0 } })
    expect(ask({ ...placing(), lines: [{ ...line, until: friday }] })).toMatchObject({ code: 'spanInvalid' })
  })

  it('O4 binds the version that was shown and no other', () => {
    const life = new Life()
    life.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    const confirm = (version: number) =>
      life.ask({ kind: 'feeSheet.confirm', content: { version, byId: 'c', headHash: 'h' } }, 'customer', morning)
    expect(life.ask({ kind: 'payment.request', content: { paymentId: 'p', provider: 'simulator' } }, 'customer', morning)).toMatchObject({
      code: 'notConfirmed',
    })
    const second = { ...placing().sheet, version: 2 }
    life.must({ kind: 'feeSheet.issue', content: { sheet: second } }, 'service', morning)
    expect(confirm(1)).toEqual({ code: 'sheetOutdated', values: { version: 2 } })
    expect(confirm(2)).toHaveLength(1)
    expect(confirm(2)).toEqual([])
    expect(life.ask({ kind: 'feeSheet.issue', content: { sheet: second } }, 'customer', morning)).toMatchObject({ code: 'forbidden' })
  })

  it('O5 hands nothing over that is unconfirmed, unpaid, or not on the order', () => {
    const checkOut = (life: Life, ...units: string[]) =>
      life.ask({ kind: 'rental.checkOut', content: { units: units.map(scanned), undoUntil: friday + undo } }, 'service', friday)
    const fresh = new Life()
    fresh.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    expect(checkOut(fresh, 'u1')).toMatchObject({ code: 'notConfirmed' })
    fresh.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    expect(checkOut(fresh, 'u1')).toMatchObject({ code: 'notPaid' })
    const life = paidOrder(2)
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

  it('O4 a settlement that a payment has overtaken is proposed anew, so that what is kept stays right', () => {
    const life = returned()
    const inspected = { orderLineId: 'line', unitId: 'u1', condition: 'good' as const, damage: 0, cleaning: 0, note: '' }
    life.must({ kind: 'rental.inspect', content: { units: [inspected] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    life.must({ kind: 'payment.capture', content: { paymentId: 'twice', provider: 'simulator', amount: fen(47_700) } }, 'system', back)
    const confirm = () => life.ask({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    expect(confirm()).toMatchObject({ code: 'conflict' })
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    expect(confirm()).toHaveLength(1)
    expect(refundableOf(life.placed)).toBe(37_600 + 47_700)
    expect(ledgerOf(life.facts).balances.deposits).toBe(0 - heldDeposit(life.placed))
  })

  it('O8 what the deposit doesn’t cover is owed, and paying it closes the order', () => {
    const life = returned()
    const inspected = { orderLineId: 'line', unitId: 'u1', condition: 'missing' as const, damage: 46_900, cleaning: 0, note: '' }
    life.must({ kind: 'rental.inspect', content: { units: [inspected] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back, 46_900) } }, 'system', back)
    expect(life.facts.at(-1)).toMatchObject({ content: { refund: 0, kept: 40_000 } })
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    expect([life.placed.facets.payment, stageOf(life.placed, back), dueOf(life.placed)]).toEqual(['balanceDue', 'toPay', 9300])
    expect(ledgerOf(life.facts).balances).toMatchObject({ receivable: 9300, deposits: 0, 'revenue:damage': -46_900 })
    expect(
      life.ask({ kind: 'deposit.refund', content: { paymentId: 'r', provider: 'simulator', amount: fen(1) } }, 'finance', back),
    ).toMatchObject({ code: 'refundTooMuch' })
    life.must({ kind: 'payment.request', content: { paymentId: 'rest', provider: 'simulator' } }, 'customer', back)
    expect(life.facts.at(-1)).toMatchObject({ content: { amount: 9300 } })
    expect(
      life.must({ kind: 'payment.capture', content: { paymentId: 'rest', provider: 'simulator', amount: fen(9300) } }, 'system', back),
    ).toEqual(['payment.captured', 'order.closed'])
    expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
  })

  it('O8 an order of sales alone closes when all is handed over, its money earned', () => {
    const life = new Life()
    const lines = ['a', 'b'].map((orderLineId) => ({
      orderLineId,
      kind: 'sale' as const,
      variantId: orderLineId,
      sku: orderLineId,
      name: '',
      quantity: 2,
    }))
    const sheetLines = lines.map(({ orderLineId }) => saleLine({ orderLineId, quantity: 2, unitAmount: fen(1500) }))
    const sheet = feeSheet({ version: 1, purpose: 'offer', lines: sheetLines, paid: fen(0), pricedAt: morning })
    const stock = lines.map(({ orderLineId }) => ({ orderLineId, free: 2, freeFrom: null }))
    life.must({ kind: 'order.place', content: { ...placing(), lines, stock, sheet } }, 'customer', morning)
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    const handOver = (...orderLineIds: string[]) =>
      life.ask({ kind: 'sale.handOver', content: { orderLineIds, byId: 's' } }, 'service', morning)
    expect(handOver('a')).toMatchObject({ code: 'notPaid' })
    life.must({ kind: 'payment.capture', content: { paymentId: 'p', provider: 'counter', amount: fen(6000) } }, 'service', morning)
    expect(handOver('a')).toMatchObject([{ kind: 'sale.handedOver' }])
    expect(handOver('a')).toMatchObject({ code: 'alreadyOut' })
    expect(handOver('b')).toMatchObject([{ kind: 'sale.handedOver' }, { kind: 'order.closed' }])
    life.must({ kind: 'payment.capture', content: { paymentId: 'again', provider: 'simulator', amount: fen(6000) } }, 'system', morning)
    expect(refundableOf(life.placed)).toBe(6000)
    life.must({ kind: 'deposit.refund', content: { paymentId: 'r', provider: 'simulator', amount: fen(6000) } }, 'finance', morning)
    expect(ledgerOf(life.facts).balances).toEqual({
      'cash:counter': 6000,
      'prepaid:sale': 0,
      'revenue:sale': -6000,
      'cash:simulator': 0,
      'prepaid:rent': 0,
    })
    expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
  })

  it('O4 a settlement proposed before more goes out is void', () => {
    const life = paidOrder(2)
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: friday } }, 'service', friday)
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back } }, 'service', back)
    const inspected = { orderLineId: 'line', unitId: 'u1', condition: 'good' as const, damage: 0, cleaning: 0, note: '' }
    life.must({ kind: 'rental.inspect', content: { units: [inspected] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u2')], undoUntil: back } }, 'service', back)
    expect(life.ask({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)).toMatchObject({
      code: 'notProposed',
    })
  })

  it('O10 comes back piece by piece, and a slip is undone within minutes only', () => {
    const life = paidOrder(2)
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

  it('O6 takes money once and never loses it, a callback after the hold’s end included', () => {
    const life = new Life()
    life.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    const { holdUntil } = life.placed
    const expire = (now: number, limit = holdUntil) => life.ask({ kind: 'hold.expire', content: { holdUntil: limit } }, 'system', now)
    expect(expire(morning)).toMatchObject({ code: 'conflict' })
    expect(expire(holdUntil, holdUntil - 1)).toMatchObject({ code: 'conflict' })
    expect(expire(holdUntil)).toMatchObject([
      { kind: 'hold.expired' },
      { kind: 'claim.released', content: { claimIds: ['claim'], reason: 'expired' } },
    ])
    const capture = () =>
      life.ask({ kind: 'payment.capture', content: { paymentId: 'pay', provider: 'simulator', amount: fen(47_700) } }, 'system', friday)
    expect(capture()).toHaveLength(1)
    expect(capture()).toEqual([])
    expect(stageOf(life.placed, friday)).toBe('expired')
    expect(life.placed.facets.payment).toBe('refundDue')
    const refund = (amount: number) =>
      life.ask({ kind: 'deposit.refund', content: { paymentId: 'r', provider: 'simulator', amount: fen(amount) } }, 'finance', friday)
    expect(refund(47_701)).toEqual({ code: 'refundTooMuch', values: { left: '477.00' } })
    expect(refund(40_000)).toHaveLength(1)
    expect(refund(7700)).toHaveLength(1)
    expect(refund(1)).toMatchObject({ code: 'refundTooMuch' })
    expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
  })

  it('O6 takes at the counter what is due and nothing else; a paid hold doesn’t expire', () => {
    const life = new Life()
    life.must({ kind: 'order.place', content: placing() }, 'service', morning)
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'service', morning)
    const pay = (amount: number, paymentId = `p${amount}`) =>
      life.ask({ kind: 'payment.capture', content: { paymentId, provider: 'counter', amount: fen(amount) } }, 'service', morning)
    expect(pay(47_000)).toEqual({ code: 'amountMismatch', values: { amount: '477.00' } })
    expect(pay(47_700)).toHaveLength(1)
    expect(pay(47_700)).toEqual([])
    expect(pay(47_700, 'again')).toEqual({ code: 'alreadyPaid' })
    expect(pay(0, 'nothing')).toEqual({ code: 'alreadyPaid' })
    expect(life.ask({ kind: 'hold.expire', content: { holdUntil: placing().holdUntil } }, 'system', sunday)).toMatchObject({
      code: 'alreadyPaid',
    })
  })

  it('O7 cancels while nothing is out, and gives all of it back', () => {
    const life = paidOrder()
    expect(nextCommands(life.placed, 'customer', morning)).toEqual(['order.cancel'])
    expect(life.must({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', morning)).toEqual([
      'order.cancelled',
      'claim.released',
    ])
    expect(
      life.must({ kind: 'deposit.refund', content: { paymentId: 'r', provider: 'simulator', amount: fen(47_700) } }, 'system', morning),
    ).toEqual(['deposit.refunded'])
    expect(life.ask({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', morning)).toMatchObject({ code: 'orderOver' })
    const out = returned()
    expect(out.ask({ kind: 'order.cancel', content: { reason: '', byId: 'c' } }, 'customer', back)).toMatchObject({ code: 'stillOut' })
  })
})
