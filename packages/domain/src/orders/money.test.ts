import { describe, expect, it } from 'vitest'
import { fen } from '../money/fen.ts'
import { at } from '../price/price.builders.ts'
import { balanceOn } from './book.ts'
import { nextEarning } from './earn.ts'
import { ledgerOf } from './ledger.ts'
import { dueOf, heldDeposit, refundableOf } from './money.ts'
import {
  friday,
  inspected,
  isSquare,
  Life,
  morning,
  paidOrder,
  placing,
  placingAll,
  placingLines,
  scanned,
  settlementOf,
  sunday,
  totalsOn,
  back,
  undo,
  returned,
} from './orders.builders.ts'
import { nextCommands, stageOf } from './stage.ts'

describe('the money of an order', () => {
  it('O8 leaves a ledger of zero: rent and late fee earned, the deposit gone', () => {
    const life = returned()
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    expect(heldDeposit(life.placed)).toBe(37_600)
    life.must(
      { kind: 'refund.make', content: { refundId: 'r', paymentId: 'p', provider: 'simulator', amount: fen(37_600) } },
      'system',
      back,
    )
    const { balances } = ledgerOf(life.facts)
    expect(totalsOn(balances)).toEqual({ 'cash:simulator': 10_100, 'revenue:rent': -7700, 'revenue:late': -2400 })
    expect(isSquare(life.placed, balances)).toBe(true)
    expect(life.placed.deposit).toEqual({ taken: 40_000, kept: 2400, givenBack: 37_600 })
  })

  it('O6 a late payment that is more than a settlement’s balance closes the order, and what is too much goes back', () => {
    const life = returned()
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back, 46_900) } }, 'system', back)
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    life.must({ kind: 'payment.capture', content: { paymentId: 'late', provider: 'simulator', amount: fen(47_700) } }, 'system', back)
    expect(refundableOf(life.placed)).toBe(47_700 - 9300)
    life.must(
      { kind: 'refund.make', content: { refundId: 'r', paymentId: 'late', provider: 'simulator', amount: fen(47_700 - 9300) } },
      'system',
      back,
    )
    expect(refundableOf(life.placed)).toBe(0)
    expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
  })

  it('O8 what the deposit doesn’t cover is owed, and paying it closes the order', () => {
    const life = returned()
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', back)
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back, 46_900) } }, 'system', back)
    expect(life.facts.at(-1)).toMatchObject({ content: { refund: 0, kept: 40_000 } })
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', back)
    expect([life.placed.facets.payment, stageOf(life.placed, back), dueOf(life.placed)]).toEqual(['balanceDue', 'toPay', 9300])
    expect(totalsOn(ledgerOf(life.facts).balances)).toMatchObject({ receivable: 9300, 'revenue:damage': -46_900 })
    expect(balanceOn(ledgerOf(life.facts).balances, 'deposits')).toBe(0)
    expect(
      life.ask({ kind: 'refund.make', content: { refundId: 'r', paymentId: 'p', provider: 'simulator', amount: fen(1) } }, 'finance', back),
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
    life.must({ kind: 'order.place', content: placingLines(...lines) }, 'customer', morning)
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    const handOver = (...orderLineIds: string[]) =>
      life.ask({ kind: 'sale.handOver', content: { orderLineIds, byId: 's' } }, 'service', morning)
    expect(handOver('a')).toMatchObject({ code: 'notPaid' })
    life.must({ kind: 'payment.capture', content: { paymentId: 'p', provider: 'counter', amount: fen(3600) } }, 'service', morning)
    expect(handOver('a')).toMatchObject([{ kind: 'sale.handedOver' }])
    expect(handOver('a')).toMatchObject({ code: 'alreadyOut' })
    expect(handOver('b')).toMatchObject([{ kind: 'sale.handedOver' }, { kind: 'order.closed' }])
    life.must({ kind: 'payment.capture', content: { paymentId: 'again', provider: 'simulator', amount: fen(3600) } }, 'system', morning)
    expect(refundableOf(life.placed)).toBe(3600)
    life.must(
      { kind: 'refund.make', content: { refundId: 'r', paymentId: 'p', provider: 'simulator', amount: fen(3600) } },
      'finance',
      morning,
    )
    const { balances } = ledgerOf(life.facts)
    expect(totalsOn(balances)).toEqual({ 'cash:counter': 3600, 'revenue:sale': -3600 })
    expect(balances.filter(({ account }) => account === 'revenue:sale')).toEqual([
      { account: 'revenue:sale', orderLineId: 'a', amount: -1800 },
      { account: 'revenue:sale', orderLineId: 'b', amount: -1800 },
    ])
    expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
  })

  it('O6 what is paid too much goes back while the order goes on, and leaves the deposit alone', () => {
    const life = paidOrder()
    life.must({ kind: 'payment.capture', content: { paymentId: 'twice', provider: 'simulator', amount: fen(47_700) } }, 'system', morning)
    expect(refundableOf(life.placed)).toBe(47_700)
    expect(nextCommands(life.placed, 'finance', morning)).toEqual(['refund.handBack'])
    const refund = { refundId: 'r', paymentId: 'twice', provider: 'simulator', amount: fen(47_700) }
    expect(life.must({ kind: 'refund.make', content: refund }, 'system', morning)).toEqual(['refund.made'])
    expect(life.facts.at(-1)).toMatchObject({ content: { deposit: 0 } })
    expect([life.placed.facets.payment, heldDeposit(life.placed)]).toEqual(['paid', 40_000])
    expect(totalsOn(ledgerOf(life.facts).balances)).toEqual({ 'cash:simulator': 47_700, deposits: -40_000, 'prepaid:rent': -7700 })
  })

  it('O6 a request that isn’t needed any more is void; who pays it all the same is not refused', () => {
    const life = new Life()
    life.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer', morning)
    life.must({ kind: 'payment.request', content: { paymentId: 'link', provider: 'simulator' } }, 'customer', morning)
    life.must({ kind: 'payment.capture', content: { paymentId: 'cash', provider: 'counter', amount: fen(47_700) } }, 'service', morning)
    expect(life.placed.payments.map(({ paymentId, state }) => [paymentId, state])).toEqual([
      ['link', 'void'],
      ['cash', 'captured'],
    ])
    life.must({ kind: 'payment.capture', content: { paymentId: 'link', provider: 'simulator', amount: fen(47_700) } }, 'system', morning)
    expect(refundableOf(life.placed)).toBe(47_700)
  })

  it('O8 names the line of every posting but cash, debts and what was paid too much', () => {
    const life = paidOrder(placingAll())
    const { balances } = ledgerOf(life.facts)
    expect(balances).toEqual([
      { account: 'cash:simulator', orderLineId: null, amount: 116_600 },
      { account: 'prepaid:sale', orderLineId: 'hooks', amount: -2700 },
      { account: 'prepaid:rent', orderLineId: 'line', amount: -15_400 },
      { account: 'prepaid:rent', orderLineId: 'tent', amount: -8500 },
      { account: 'deposits', orderLineId: 'line', amount: -80_000 },
      { account: 'deposits', orderLineId: 'tent', amount: -10_000 },
    ])
  })

  it('O8 earns a day’s rent at the shop’s midnight, and takes it back by a posting of today when the hand-over is undone', () => {
    const life = paidOrder()
    const midnight = at('2026-11-28T00:00')
    const late = at('2026-11-27T23:58')
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: late + undo } }, 'service', late)
    expect(nextEarning(life.placed, 'Asia/Shanghai')).toBe(midnight)
    expect(life.must({ kind: 'rent.earn', content: { until: midnight } }, 'system', midnight)).toEqual(['rent.earned'])
    expect(life.facts.at(-1)).toMatchObject({ content: { lines: [{ orderLineId: 'line', amount: 962 }] } })
    expect(nextEarning(life.placed, 'Asia/Shanghai')).toBe(midnight + 86_400_000)
    expect(life.must({ kind: 'rent.earn', content: { until: midnight } }, 'system', midnight)).toEqual([])
    life.must({ kind: 'rental.undoCheckOut', content: { unitIds: ['u1'], byId: 's' } }, 'service', midnight)
    expect(nextEarning(life.placed, 'Asia/Shanghai')).toBeNull()
    life.must({ kind: 'order.cancel', content: { reason: '', byId: 's' } }, 'service', midnight)
    life.must(
      { kind: 'refund.make', content: { refundId: 'r', paymentId: 'pay', provider: 'simulator', amount: fen(47_700) } },
      'system',
      midnight,
    )
    expect(totalsOn(ledgerOf(life.facts).balances)).toEqual({})
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
      { kind: 'claim.released', content: { claimIds: ['claim-line'], reason: 'expired' } },
    ])
    const capture = () =>
      life.ask({ kind: 'payment.capture', content: { paymentId: 'pay', provider: 'simulator', amount: fen(47_700) } }, 'system', friday)
    expect(capture()).toHaveLength(1)
    expect(capture()).toEqual([])
    expect(stageOf(life.placed, friday)).toBe('expired')
    expect(life.placed.facets.payment).toBe('refundDue')
    const refund = (amount: number) =>
      life.ask(
        { kind: 'refund.make', content: { refundId: 'r', paymentId: 'p', provider: 'simulator', amount: fen(amount) } },
        'finance',
        friday,
      )
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
})
