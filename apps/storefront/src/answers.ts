import type { RouteName, WordedRefusal } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'

/** How a question stands: what was answered last, and why nothing newer was. */
export interface Answer {
  readonly name: RouteName
  readonly body: object
  /** null: nobody has answered yet */
  readonly value: unknown
  /** the shop's clock when `value` came, epoch ms */
  readonly at: number
  /** something has happened that changes `value`, and the answer to that hasn't come */
  readonly stale: boolean
  /** the last asking failed; a null refusal: no answer came */
  readonly trouble: { readonly refusal: WordedRefusal | null } | null
}
type Slot = { -readonly [K in keyof Answer]: Answer[K] } & { running: boolean; again: boolean }

/** No connection, for longer than a blip. */
export interface Away {
  /** the shop's clock when the shop was heard last, epoch ms; null: this page has had no connection */
  readonly since: number | null
}

/** Until when an answer is known to hold, epoch ms: while there is a connection it would tell what changes it. Null: it holds now (C19). */
export function heldUntil({ at, stale }: Pick<Answer, 'at' | 'stale'>, away: Away | null): number | null {
  if (stale && away) return at
  return away && Math.max(at, away.since ?? 0)
}

/** Answers of this visit: coming back to a screen shows them at once, and asks again behind it. */
export interface Answers {
  /** Asks, unless the same question is on its way: then once more after its answer. */
  ask(key: string, name: RouteName, body: object): void
  known(key: string): Answer | undefined
  /** Something happened: the answers it makes stale are asked for again, whether a screen shows them or not. */
  changed(stale: (answer: Answer) => boolean): void
  /** Whoever signs in or out sees nothing of what the one before saw. */
  forget(): void
  listen(told: () => void): () => void
}

export function answersOf(call: (name: RouteName, body: object) => Promise<unknown>, now: () => number): Answers {
  const slots = new Map<string, Slot>()
  const listeners = new Set<() => void>()
  const run = async (key: string, slot: Slot): Promise<void> => {
    slot.again = slot.running
    if (slot.running) return
    slot.running = true
    const answer = await call(slot.name, slot.body).catch(() => null)
    slot.running = false
    if (slots.get(key) !== slot) return
    slot.trouble = answer === null ? { refusal: null } : isRefusal(answer) ? { refusal: answer as WordedRefusal } : null
    // What was asked before it changed may say how it was before: that is stale until the next answer.
    if (!slot.trouble) Object.assign(slot, { value: answer, at: now(), stale: slot.stale && slot.again })
    for (const told of listeners) told()
    if (slot.again) await run(key, slot)
  }
  return {
    ask(key, name, body) {
      const slot = slots.get(key) ?? { name, body, value: null, at: 0, stale: false, trouble: null, running: false, again: false }
      slots.set(key, slot)
      void run(key, slot)
    },
    known: (key) => slots.get(key),
    changed(stale) {
      for (const [key, slot] of slots) {
        if (!stale(slot)) continue
        slot.stale = true
        void run(key, slot)
      }
    },
    forget: () => slots.clear(),
    listen(told) {
      listeners.add(told)
      return () => void listeners.delete(told)
    },
  }
}
