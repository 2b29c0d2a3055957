import type { Client, ConversationView } from '@bobber/client'
import type { Entry, ParticipantMark } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { type Seen, type Shown, watch } from './watch.ts'

const [talk, ana] = ['talk', 'ana']

/** An app that shows what it is told to. */
class App {
  readonly found: string[] = []
  #state: ReturnType<Client['connection']> = 'live'
  #view: ConversationView | undefined
  #arrived: (entry: Entry) => void = () => undefined
  #changed: () => void = () => undefined

  constructor(seen: Seen, shown: Shown) {
    const client: Pick<Client, 'connection' | 'conversations' | 'onEntry' | 'subscribe'> = {
      connection: () => this.#state,
      conversations: () => (this.#view === undefined ? [] : [this.#view]),
      onEntry: (listener) => ((this.#arrived = listener), () => undefined),
      subscribe: (listener) => ((this.#changed = listener), () => undefined),
    }
    const say = (rule: string) => this.found.push(rule)
    watch({ client, seen, shown, say, checking: () => true })
  }

  /** Ana's cursor, as the screen shows it. */
  show(readSeq: number, state: ReturnType<Client['connection']> = 'live'): this {
    this.#state = state
    const mark = { personId: ana, readSeq, receivedSeq: readSeq } as ParticipantMark
    this.#view = { conversationId: talk, mark: {}, mine: null, participants: [mark] } as unknown as ConversationView
    this.#changed()
    return this
  }

  hide(): this {
    this.#view = undefined
    this.#changed()
    return this
  }

  arrive(seq: number, hash = `hash ${seq}`): this {
    this.#arrived({ conversationId: talk, seq, hash } as Entry)
    return this
  }
}

const bought = () => ({ seen: new Map(), shown: { cursors: new Map<string, number>() } })

test('I4 a cursor that goes back is found, within a life and over a restart of the app', () => {
  const { seen, shown } = bought()
  expect(new App(seen, shown).show(3).show(2).found).toEqual(['I4', 'I4', 'I4', 'I4'])
  expect(new App(seen, shown).show(2, 'catchingUp').found).toEqual([])
  expect(new App(seen, shown).show(2, 'catchingUp').show(2).found).toEqual(['I4', 'I4'])
  expect(new App(seen, shown).show(3).hide().show(1).found).toEqual([])
})

test('I3 another order and another entry at the same place are found, on whatever device', () => {
  const { seen, shown } = bought()
  expect(new App(seen, shown).arrive(1).arrive(3).arrive(2).found).toEqual(['I3'])
  expect(new App(seen, shown).arrive(1).arrive(2).found).toEqual([])
  expect(new App(seen, shown).arrive(2, 'another').found).toEqual(['I3'])
})
