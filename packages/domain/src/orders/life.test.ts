import { type Actor, isRefusal } from '@bobber/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen, sumOf } from '../money/fen.ts'
import { balanceOn } from './book.ts'
import type { OrderCommand } from './commands.ts'
import { countsOf, countsOfOrder, isReadyToSettle } from './counts.ts'
import { replay } from './evolve.ts'
import { ledgerOf } from './ledger.ts'
import { dueOf, heldDeposit, refundableOf } from './money.ts'
import {
  friday,
  inspected,
  isSquare,
  lateLinesOf,
  Life,
  morning,
  paidOrder,
  placing,
  placingAll,
  scanned,
  settlementOf,
  sunday,
} from './orders.builders.ts'
import type { Order } from './order.ts'
import { nextCommands, stageOf } from './stage.ts'

const day = 86_400_000
const unit = fc.constantFrom('u1', 'u2', 'u3', 't1')
const line = fc.constantFrom('line', 'tent', 'hooks')
const actors: readonly Actor[] = ['customer', 'service', 'warehouse', 'finance', 'system', 'guest']

/** What is asked next, made from the order as it then is, so that much of it is accepted and much refused. */
type Move = (life: Life, step: number, now: number) => OrderCommand
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>(() => ({ kind: 'order.place', content: placingAll() })),
  fc.integer({ min: 1, max: 3 }).map((version): Move => () => ({
    kind: 'feeSheet.confirm',
    content: { version, byId: 'c', headHash: 'h' },
  })),
  fc.constant<Move>((_, step) => ({ kind: 'payment.request', content: { paymentId: `p${step + 1}`, provider: 'simulator' } })),
  fc.integer({ min: -100, max: 100 }).map((off): Move => (life, step) => ({
    kind: 'payment.capture',
    content: {
      paymentId: `p${step}`,
      provider: 'simulator',
      amount: fen(Math.max(1, (life.order ? dueOf(life.order) : 0) + (off > 50 ? off : 0))),
    },
  })),
  line.map((id): Move => () => ({ kind: 'sale.handOver', content: { orderLineIds: [id], byId: 's' } })),
  fc.tuple(line, fc.boolean()).map(([id, back]): Move => () => ({ kind: 'line.forgo', content: { orderLineIds: [id], back, byId: 's' } })),
  unit.map((id): Move => () => ({ kind: 'rental.checkOut', content: { units: [scanned(id)], undoUntil: sunday } })),
  unit.map((id): Move => () => ({ kind: 'rental.checkIn', content: { units: [scanned(id)], undoUntil: sunday } })),
  unit.map((id): Move => () => ({ kind: 'rental.undoCheckOut', content: { unitIds: [id], byId: 's' } })),
  unit.map((id): Move => () => ({ kind: 'rental.undoCheckIn', content: { unitIds: [id], byId: 's' } })),
  fc.constant<Move>((life) => ({ kind: 'rental.markOverdue', content: { lines: life.order ? lateLinesOf(life.order) : [] } })),
  fc.constant<Move>((_life, _step, now) => ({ kind: 'rent.earn', content: { until: now } })),
  fc.tuple(unit, fc.integer({ min: 0, max: 100_000 })).map(([id, damage]): Move => () => ({
    kind: 'rental.inspect',
    content: { units: [inspected(id, damage)] },
  })),
  fc.constant<Move>((life, _step, now) => ({
    kind: 'settlement.propose',
    content: { sheet: life.order ? settlementOf(life.order, now) : placing().sheet },
  })),
  fc.constant<Move>((life) => ({
    kind: 'settlement.confirm',
    content: { version: life.order?.settlement?.sheet.version ?? 1, byId: 'c', headHash: 'h' },
  })),
  fc.integer({ min: 1, max: 3 }).map((parts): Move => (life, step) => ({
    kind: 'refund.make',
    content: {
      refundId: `r${step}`,
      paymentId: 'p',
      provider: 'simulator',
      amount: fen(Math.ceil((life.order ? refundableOf(life.order) : 1) / parts)),
    },
  })),
  fc.constant<Move>(() => ({ kind: 'order.knowCustomer', content: { customerId: 'known' } })),
  fc.constant<Move>(() => ({ kind: 'order.cancel', content: { reason: '', byId: null } })),
  fc.constant<Move>(() => ({ kind: 'hold.expire', content: { holdUntil: placing().holdUntil } })),
)

const anyLife = fc.record({
  ahead: fc.integer({ min: 0, max: 6 }),
  moves: fc.array(fc.tuple(anyMove, fc.constantFrom(...actors), fc.integer({ min: 0, max: 4 })), { maxLength: 60, size: 'max' }),
})

/** The usual way of an order, so that lives also begin far along it. */
const usual: readonly (readonly [OrderCommand, Actor])[] = [
  [{ kind: 'order.place', content: placingAll() }, 'customer'],
  [{ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer'],
  [{ kind: 'payment.capture', content: { paymentId: 'first', provider: 'simulator', amount: fen(116_600) } }, 'system'],
  [{ kind: 'rental.checkOut', content: { units: [scanned('u1'), scanned('t1')], undoUntil: sunday } }, 'service'],
  [{ kind: 'rental.checkIn', content: { units: [scanned('u1'), scanned('t1')], undoUntil: sunday } }, 'service'],
  [{ kind: 'rental.inspect', content: { units: ['u1', 't1'].map((id) => inspected(id)) } }, 'service'],
]

function lived({ ahead, moves }: { ahead: number; moves: readonly (readonly [Move, Actor, number])[] }): Life {
  const life = new Life()
  for (const [command, actor] of usual.slice(0, 1 + ahead)) life.must(command, actor, morning)
  for (const [index, [move, actor, days]] of moves.entries()) {
    const now = friday + days * day
    const command = move(life, index, now)
    const before = life.order
    const offered = before ? nextCommands(before, actor, now) : []
    // Whoever is asked first, somebody who may is asked in the end, so that lives get far.
    const decisions = [actor, 'service' as const, 'system' as const].map((asker) => ({ asker, decision: life.ask(command, asker, now) }))
    const first = decisions[0]?.decision
    const forbidden = isRefusal(first) && first.code === 'forbidden'
    expect([command.kind, forbidden && offered.some((kind) => kind === command.kind)]).toEqual([command.kind, false])
    const unchanged = decisions.every(({ decision }) => isRefusal(decision) || decision.length === 0)
    expect(life.order === before).toBe(unchanged)
  }
  return life
}

type Ending =
  | 'feeSheet.confirm'
  | 'payment.counter'
  | 'rental.checkIn'
  | 'rental.inspect'
  | 'line.forgo'
  | 'refund.handBack'
  | 'settlement.confirm'

/** What ends an order, by the name under which it is offered. */
const endings: Record<Ending, (order: Order, now: number, id: string) => OrderCommand> = {
  'feeSheet.confirm': () => ({ kind: 'feeSheet.confirm', content: { version: 1, byId: 's', headHash: 'h' } }),
  'payment.counter': (order, _now, id) => ({
    kind: 'payment.capture',
    content: { paymentId: id, provider: 'counter', amount: dueOf(order) },
  }),
  'rental.checkIn': (order, now) => ({
    kind: 'rental.checkIn',
    content: { units: piecesIn(order, 'checkedOut').map((one) => scanned(one)), undoUntil: now },
  }),
  'rental.inspect': (order) => ({
    kind: 'rental.inspect',
    content: { units: piecesIn(order, 'returned').map((one) => inspected(one)) },
  }),
  'line.forgo': (order) => {
    const left = order.lines.filter((one) => countsOf(order, one).left > 0)
    return { kind: 'line.forgo', content: { orderLineIds: left.map(({ orderLineId }) => orderLineId), back: false, byId: 's' } }
  },
  'refund.handBack': (order, _now, id) => ({
    kind: 'refund.make',
    content: { refundId: id, paymentId: 'p', provider: 'counter', amount: refundableOf(order) },
  }),
  'settlement.confirm': ({ settlement }) => ({
    kind: 'settlement.confirm',
    content: { version: settlement?.sheet.version ?? 0, byId: 's', headHash: 'h' },
  }),
}
const anyOrder = fc.shuffledSubarray(Object.keys(endings) as Ending[], { minLength: Object.keys(endings).length })

function piecesIn({ pieces }: Order, life: 'checkedOut' | 'returned'): string[] {
  return pieces.filter((piece) => piece.life === life).map(({ unitId }) => unitId)
}

/** Takes what is offered, one thing rather than another, until nothing is; the settlement is proposed as the server does. */
function finish(life: Life, rather: readonly Ending[], now: number): void {
  for (let turn = 0; turn < 20; turn += 1) {
    if (isReadyToSettle(life.placed) && !life.placed.settlement) {
      life.must({ kind: 'settlement.propose', content: { sheet: settlementOf(life.placed, now) } }, 'system', now)
    }
    const next = nextCommands(life.placed, 'service', now)
    const ending = rather.find((one) => next.includes(one))
    if (!ending) return
    life.must(endings[ending](life.placed, now, `end${turn}`), 'service', now)
  }
  throw new Error(`no end: ${stageOf(life.placed, now)}`)
}

describe('any life of an order', () => {
  it('O2 is the fold of its facts, whatever was asked', () => {
    fc.assert(
      fc.property(anyLife, (moves) => {
        const life = lived(moves)
        expect(replay(life.facts)).toEqual(life.order)
        expect(typeof stageOf(life.placed, sunday)).toBe('string')
      }),
      { numRuns: 400 },
    )
  })

  it('O1, O19 comes to an end by what is offered, wherever it stands: nothing is left out, held, owed or still to be collected', () => {
    fc.assert(
      fc.property(anyLife, anyOrder, (moves, rather) => {
        const life = lived(moves)
        finish(life, rather, sunday + 5 * day)
        const { ended } = life.placed
        expect(ended).not.toBeNull()
        expect(isSquare(life.placed, ledgerOf(life.facts).balances)).toBe(true)
        const { left, out, returned } = countsOfOrder(life.placed)
        expect(ended === 'closed' ? left + out + returned : out).toBe(0)
      }),
      { numRuns: 400 },
    )
  })

  it('O8 posts to zero at every fact, names the line of what isn’t the whole order’s, and never gives back more than is held', () => {
    fc.assert(
      fc.property(anyLife, (moves) => {
        const { facts } = lived(moves)
        for (let count = 1; count <= facts.length; count += 1) {
          const { postings, balances } = ledgerOf(facts.slice(0, count))
          expect(sumOf(postings.map((posting) => posting.amount))).toBe(0)
          const wholeOrders = balances.filter(({ orderLineId, amount }) => orderLineId === null && amount !== 0)
          for (const { account } of wholeOrders) expect(['cash:simulator', 'receivable', 'prepaid:rent']).toContain(account)
          const owed = balances.filter(({ account }) => account === 'deposits' || account.startsWith('prepaid'))
          for (const { amount } of owed) expect(amount).toBeLessThanOrEqual(0)
          expect(balanceOn(balances, 'receivable')).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('O9 of each deposit: kept + given back + held = taken, and the ledger holds what the order says', () => {
    fc.assert(
      fc.property(anyLife, (moves) => {
        const life = lived(moves)
        const { deposit } = life.placed
        const held = heldDeposit(life.placed)
        expect(deposit.kept + deposit.givenBack + held).toBe(deposit.taken)
        expect(held).toBeGreaterThanOrEqual(0)
        expect(balanceOn(ledgerOf(life.facts).balances, 'deposits')).toBe(0 - held)
      }),
      { numRuns: 400 },
    )
  })

  it('O8 earns rent over its days, to the fen, whenever the midnights are told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 12 }), (hours) => {
        const life = paidOrder(placing(2))
        life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1'), scanned('u2')], undoUntil: friday } }, 'service', friday)
        let before = 0
        for (const hour of [...hours, 100]) {
          life.must({ kind: 'rent.earn', content: { until: friday + hour * 3_600_000 } }, 'system', friday + hour * 3_600_000)
          const earned = 0 - balanceOn(ledgerOf(life.facts).balances, 'revenue:rent')
          expect(earned).toBeGreaterThanOrEqual(before)
          before = earned
        }
        expect(before).toBe(2 * 7700)
        expect(balanceOn(ledgerOf(life.facts).balances, 'prepaid:rent')).toBe(0)
      }),
    )
  })
})
