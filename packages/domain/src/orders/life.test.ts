import { type Actor, isRefusal } from '@bobber/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen, sumOf } from '../money/fen.ts'
import type { OrderCommand, OrderCommands } from './commands.ts'
import { replay } from './evolve.ts'
import { earnedRent, earningPostings, ledgerOf, withPostings } from './ledger.ts'
import { dueOf, heldDeposit, refundableOf } from './money.ts'
import { friday, Life, morning, placing, scanned, settlementOf, sunday } from './orders.builders.ts'
import { nextCommands, stageOf } from './stage.ts'

function inspected(unitId: string): OrderCommands['rental.inspect']['units'][number] {
  return { orderLineId: 'line', unitId, condition: 'good', damage: 0, cleaning: 0, note: '' }
}
const unit = fc.constantFrom('u1', 'u2', 'u3')
const actors: readonly Actor[] = ['customer', 'service', 'warehouse', 'finance', 'system', 'guest']

/** What is asked next, made from the order as it then is, so that much of it is accepted and much refused. */
type Move = (life: Life, step: number) => OrderCommand
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>(() => ({ kind: 'order.place', content: placing(2) })),
  fc.integer({ min: 1, max: 3 }).map((version): Move => () => ({
    kind: 'feeSheet.confirm',
    content: { version, byId: 'c', headHash: 'h' },
  })),
  fc.constant<Move>((life) => ({
    kind: 'feeSheet.issue',
    content: { sheet: { ...placing(2).sheet, version: (life.order?.sheet?.version ?? 0) + 1 } },
  })),
  fc.integer({ min: -100, max: 100 }).map((off): Move => (life, step) => ({
    kind: 'payment.capture',
    content: {
      paymentId: `p${step}`,
      provider: 'simulator',
      amount: fen(Math.max(1, (life.order ? dueOf(life.order) : 0) + (off > 50 ? off : 0))),
    },
  })),
  unit.map((id): Move => () => ({ kind: 'rental.checkOut', content: { units: [scanned(id)], undoUntil: sunday } })),
  unit.map((id): Move => () => ({ kind: 'rental.checkIn', content: { units: [scanned(id)], undoUntil: sunday } })),
  unit.map((id): Move => () => ({ kind: 'rental.undoCheckOut', content: { unitIds: [id], byId: 's' } })),
  unit.map((id): Move => () => ({ kind: 'rental.undoCheckIn', content: { unitIds: [id], byId: 's' } })),
  unit.map((id): Move => () => ({ kind: 'rental.inspect', content: { units: [inspected(id)] } })),
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 100_000 })).map(([hours, damage]): Move => (life) => ({
    kind: 'settlement.propose',
    content: { sheet: life.order ? settlementOf(life.order, sunday + hours * 3_600_000, damage) : placing().sheet },
  })),
  fc.constant<Move>((life) => ({
    kind: 'settlement.confirm',
    content: { version: life.order?.settlement?.sheet.version ?? 1, byId: 'c', headHash: 'h' },
  })),
  fc.integer({ min: 1, max: 3 }).map((parts): Move => (life, step) => ({
    kind: 'deposit.refund',
    content: { paymentId: `r${step}`, provider: 'simulator', amount: fen(Math.ceil((life.order ? refundableOf(life.order) : 1) / parts)) },
  })),
  fc.constant<Move>(() => ({ kind: 'order.cancel', content: { reason: '', byId: null } })),
  fc.constant<Move>(() => ({ kind: 'hold.expire', content: { holdUntil: placing().holdUntil } })),
)

const anyLife = fc.record({
  ahead: fc.integer({ min: 0, max: 5 }),
  moves: fc.array(fc.tuple(anyMove, fc.constantFrom(...actors), fc.integer({ min: 0, max: 3 })), { maxLength: 60, size: 'max' }),
})

/** The usual way of an order, so that lives also begin far along it. */
const usual: readonly (readonly [OrderCommand, Actor])[] = [
  [{ kind: 'order.place', content: placing(2) }, 'customer'],
  [{ kind: 'feeSheet.confirm', content: { version: 1, byId: 'c', headHash: 'h' } }, 'customer'],
  [{ kind: 'payment.capture', content: { paymentId: 'first', provider: 'simulator', amount: fen(95_400) } }, 'system'],
  [{ kind: 'rental.checkOut', content: { units: [scanned('u1'), scanned('u2')], undoUntil: sunday } }, 'service'],
  [{ kind: 'rental.checkIn', content: { units: [scanned('u1'), scanned('u2')], undoUntil: sunday } }, 'service'],
  [{ kind: 'rental.inspect', content: { units: ['u1', 'u2'].map(inspected) } }, 'service'],
]

function lived({ ahead, moves }: { ahead: number; moves: readonly (readonly [Move, Actor, number])[] }): Life {
  const life = new Life()
  for (const [command, actor] of usual.slice(0, 1 + ahead)) life.must(command, actor, morning)
  for (const [index, [move, actor, days]] of moves.entries()) {
    const now = friday + days * 86_400_000
    const command = move(life, index)
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

  it('O8 posts to zero at every fact, and never gives back more than is held', () => {
    fc.assert(
      fc.property(anyLife, (moves) => {
        const { facts } = lived(moves)
        for (let count = 1; count <= facts.length; count += 1) {
          const { postings, balances } = ledgerOf(facts.slice(0, count))
          expect(sumOf(postings.map((posting) => posting.amount))).toBe(0)
          for (const account of ['deposits', 'prepaid:rent', 'prepaid:sale'] as const) expect(balances[account] ?? 0).toBeLessThanOrEqual(0)
          expect(balances.receivable ?? 0).toBeGreaterThanOrEqual(0)
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
        expect(ledgerOf(life.facts).balances.deposits ?? 0).toBe(0 - held)
      }),
      { numRuns: 400 },
    )
  })

  it('O8 earns rent over its days, to the fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 40 }), (rent, days) => {
        let balances = withPostings({}, [{ account: 'prepaid:rent', amount: fen(0 - rent) }])
        let before = 0
        for (let day = 0; day <= days; day += 1) {
          const earned = earnedRent(fen(rent), 0, days, day)
          expect(earned).toBeGreaterThanOrEqual(before)
          before = earned
          balances = withPostings(balances, earningPostings(earned, balances))
        }
        expect([balances['prepaid:rent'] ?? 0, balances['revenue:rent'] ?? 0]).toEqual([0, fen(0 - rent)])
      }),
    )
  })
})
