import { describe, expect, it } from 'vitest'
import { fen } from '../money/fen.ts'
import { ledgerOf } from './ledger.ts'
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
  back,
  undo,
} from './orders.builders.ts'
import { nextCommands, stageOf } from './stage.ts'

describe('what is not collected', () => {
  it('O16 nothing is settled while something paid waits to be collected', () => {
    const life = paidOrder(placing(2))
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: friday } }, 'service', friday)
    life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back } }, 'service', back)
    life.must({ kind: 'rental.inspect', content: { units: [inspected('u1')] } }, 'service', back)
    const propose = () => life.ask({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, back) } }, 'system', back)
    expect(propose()).toMatchObject({ code: 'notCollected' })
    expect(stageOf(life.placed, back)).toBe('toCollect')
    expect(nextCommands(life.placed, 'service', back)).toEqual(['rental.checkOut', 'line.forgo'])
    life.must({ kind: 'rental.checkOut', content: { units: [scanned('u2')], undoUntil: back + undo } }, 'service', back)
    expect(propose()).toMatchObject({ code: 'stillOut' })
    // A slip that is taken back leaves it as it was: to be collected, or forgone.
    life.must({ kind: 'rental.undoCheckOut', content: { unitIds: ['u2'], byId: 's' } }, 'service', back)
    expect(propose()).toMatchObject({ code: 'notCollected' })
    life.must({ kind: 'line.forgo', content: { orderLineIds: ['line'], back: false, byId: 's' } }, 'service', back)
    expect(propose()).toHaveLength(1)
  })

  it('O19 what was not collected is forgone: the deposit goes back, the rent only when its time hadn’t begun or the shop says so', () => {
    const settled = (now: number, goesBack: boolean) => {
      const life = paidOrder(placingAll())
      const forgo = { kind: 'line.forgo', content: { orderLineIds: ['line', 'tent', 'hooks'], back: goesBack, byId: 's' } } as const
      expect(life.ask(forgo, 'warehouse', now)).toMatchObject({ code: 'forbidden' })
      expect(life.ask(forgo, 'customer', now)).toMatchObject({ code: 'forbidden' })
      expect(life.must(forgo, 'service', now)).toEqual(['line.forgone'])
      expect(life.placed.facets.fulfilment).toBe('void')
      return settlementOf(life.placed, now)
    }
    const rents = 2 * 7700 + 8500
    expect(settled(morning, false).totals).toMatchObject({ rent: 0, sale: 0, charges: 0, refund: rents + 2700 + 90_000 })
    const kept = settled(friday, false)
    expect(kept.totals).toMatchObject({ rent: rents, sale: 0, charges: rents, refund: 2700 + 90_000 })
    expect(kept.lines.filter(({ reason }) => reason.key === 'forgone')).toMatchObject([
      { kind: 'rent', orderLineId: 'line', quantity: 2, amount: 0, reason: { values: { back: false } } },
      { kind: 'rent', orderLineId: 'tent', quantity: 1, amount: 0 },
      { kind: 'sale', orderLineId: 'hooks', quantity: 3, amount: -2700, reason: { values: { back: true } } },
    ])
    expect(settled(friday, true).totals).toMatchObject({ rent: 0, charges: 0 })
  })

  it('O19 sold and rented, the one given and the other never collected, comes to its end; no refusal names a way that isn’t one', () => {
    const life = paidOrder(placingAll())
    const ask = (orderLineIds: string[], actor: 'service' | 'system' = 'service') =>
      life.ask({ kind: 'line.forgo', content: { orderLineIds, back: false, byId: null } }, actor, sunday)
    life.must({ kind: 'sale.handOver', content: { orderLineIds: ['hooks'], byId: 's' } }, 'service', friday)
    expect(life.ask({ kind: 'order.cancel', content: { reason: '', byId: 's' } }, 'service', friday)).toMatchObject({ code: 'handedOver' })
    expect(ask(['hooks'])).toMatchObject({ code: 'conflict' })
    expect(ask(['nothing'])).toMatchObject({ code: 'notFound' })
    expect(ask(['line', 'tent'], 'system')).toHaveLength(1)
    expect(life.placed.facets).toMatchObject({ payment: 'paid', fulfilment: 'out' })
    const scan = life.ask({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: sunday } }, 'service', sunday)
    expect(scan).toMatchObject({ code: 'forgone' })
    life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, sunday) } }, 'system', sunday)
    expect(nextCommands(life.placed, 'customer', sunday)).toEqual(['settlement.confirm'])
    life.must({ kind: 'settlement.confirm', content: { version: 2, byId: 'c', headHash: 'h' } }, 'customer', sunday)
    const refund = { refundId: 'r', paymentId: 'pay', provider: 'simulator', amount: fen(90_000) }
    expect(life.must({ kind: 'refund.make', content: refund }, 'system', sunday)).toEqual(['refund.made', 'order.closed'])
    expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
    const unpaid = new Life()
    unpaid.must({ kind: 'order.place', content: placing() }, 'customer', morning)
    const early = unpaid.ask({ kind: 'line.forgo', content: { orderLineIds: ['line'], back: false, byId: 's' } }, 'service', morning)
    expect(early).toMatchObject({ code: 'cancelInstead' })
  })

  it('O19 sold goods, some given and the rest not wanted, are settled like the others', () => {
    const [, , hooks] = placingAll().lines
    if (!hooks) throw new Error('no hooks')
    const life = paidOrder(placingLines(hooks, { ...hooks, orderLineId: 'more', quantity: 1 }))
    expect(life.must({ kind: 'line.forgo', content: { orderLineIds: ['more'], back: false, byId: 's' } }, 'service', morning)).toHaveLength(
      1,
    )
    expect(life.must({ kind: 'sale.handOver', content: { orderLineIds: ['hooks'], byId: 's' } }, 'service', morning)).toHaveLength(1)
    expect(settlementOf(life.placed, morning).totals).toMatchObject({ sale: 2700, charges: 2700, refund: 900 })
    const again = life.ask({ kind: 'sale.handOver', content: { orderLineIds: ['more'], byId: 's' } }, 'service', morning)
    expect(again).toMatchObject({ code: 'forgone' })
  })
})
