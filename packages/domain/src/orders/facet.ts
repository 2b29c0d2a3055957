import { type Actor, isRefusal, refuse, type Refusal, type TransitionTable } from '@bobber/protocol'

export const floor: readonly Actor[] = ['owner', 'manager', 'service', 'warehouse']
export const desk: readonly Actor[] = ['owner', 'manager', 'service']
/** Money comes by a provider's callback or over the counter. */
export const takers: readonly Actor[] = [...floor, 'finance', 'system']
export const parties: readonly Actor[] = ['customer', ...desk]
export const clock: readonly Actor[] = ['system']

/** What `actor`'s command leads to: the next state, or why not (O1). */
export function step<State extends string, Command extends string>(
  table: TransitionTable<State, Command>,
  state: State,
  command: Command,
  actor: Actor,
): State | Refusal {
  const cell = table[state][command]
  if (isRefusal(cell)) return cell
  return cell.roles.includes(actor) ? cell.to : refuse('forbidden')
}

/** The same for a fact, which has happened: a table that refuses it is a fault of the one who wrote the fact. */
export function follow<State extends string, Command extends string>(
  table: TransitionTable<State, Command>,
  state: State,
  command: Command,
): State {
  const cell = table[state][command]
  if (isRefusal(cell)) throw new Error(`impossible history: ${command} in ${state} (${cell.code})`)
  return cell.to
}
