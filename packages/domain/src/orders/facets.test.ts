import { type Actor, isRefusal, refuse, type TransitionTable } from '@bobber/protocol'
import { describe, expect, it } from 'vitest'
import { follow, step } from './facet.ts'
import { fulfilmentTable, returnTable } from './fulfilment.ts'
import { paymentTable } from './payment.ts'
import { rentalTable } from './rental.ts'

const everybody: readonly Actor[] = [
  'nobody',
  'guest',
  'customer',
  'owner',
  'manager',
  'service',
  'warehouse',
  'purchasing',
  'finance',
  'rider',
  'system',
]

function reachableFrom(table: TransitionTable<string, string>, start: string): string[] {
  const reached = new Set([start])
  for (const state of reached) {
    for (const cell of Object.values(table[state] ?? {})) if (!isRefusal(cell)) reached.add(cell.to)
  }
  return [...reached].toSorted()
}

/** States that no command leads out of. */
function endsOf(table: TransitionTable<string, string>): string[] {
  return Object.entries(table)
    .filter(([state, row]) => Object.values(row).every((cell) => isRefusal(cell) || cell.to === state))
    .map(([state]) => state)
}

const tables: readonly (readonly [string, TransitionTable<string, string>, string, string[]])[] = [
  ['payment', paymentTable, 'unpaid', []],
  ['fulfilment', fulfilmentTable, 'held', ['void']],
  ['return', returnTable, 'nothingOut', []],
  ['rental', rentalTable, 'reserved', ['closed']],
]

describe.each(tables)('the %s facet', (_, table, start, ends) => {
  it('O1 reaches every state it names, and ends only where it should', () => {
    expect(reachableFrom(table, start)).toEqual(Object.keys(table).toSorted())
    expect(endsOf(table)).toEqual(ends)
  })

  it('O1 follows no fact that the table refuses', () => {
    const refused = Object.entries(table).flatMap(([state, row]) =>
      Object.entries(row)
        .filter(([, cell]) => isRefusal(cell))
        .map(([command]) => ({ state, command })),
    )
    expect(refused.length).toBeGreaterThan(0)
    for (const { state, command } of refused) expect(() => follow(table, state, command)).toThrow(/impossible history/)
  })

  it('O1 answers every command in every state, for everybody', () => {
    for (const [state, row] of Object.entries(table)) {
      for (const [command, cell] of Object.entries(row)) {
        const answers = everybody.map((actor) => step(table, state, command, actor))
        const expected = everybody.map((actor) => {
          if (isRefusal(cell)) return cell
          return cell.roles.includes(actor) ? cell.to : refuse('forbidden')
        })
        expect(answers).toEqual(expected)
        expect(answers.slice(0, 2).every(isRefusal)).toBe(true)
      }
    }
  })
})
