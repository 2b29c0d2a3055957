import { decide, type Order, type OrderCommand, type OrderFact } from '@bobber/domain'
import { type Actor, isRefusal, type Refusal } from '@bobber/protocol'
import type { Asker } from '../../platform/deps.ts'

/** Whose doing a command is: the roles it may count under, and the author of its facts (null: the system's). */
export interface Doer {
  readonly actors: readonly Actor[]
  readonly authorId: string | null
}

export const system: Doer = { actors: ['system'], authorId: null }

export function doerOf(asker: Asker): Doer {
  return { actors: actorsOf(asker), authorId: asker.personId }
}

export function actorsOf({ class: of, roles }: Pick<Asker, 'class' | 'roles'>): readonly Actor[] {
  return of === 'staff' ? roles : [of]
}

/** Decides under the first role that may; one person may have several (O12). */
export function decideAs(order: Order | null, command: OrderCommand, { actors }: Doer, now: number): OrderFact[] | Refusal {
  const decisions = actors.map((actor) => decide(order, command, { actor, now }))
  const allowed = decisions.find((decision) => !isRefusal(decision) || decision.code !== 'forbidden')
  return allowed ?? decisions[0] ?? { code: 'forbidden' }
}
