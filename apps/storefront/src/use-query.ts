import type { Calls, RouteName, WordedRefusal } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useStorefront } from './storefront.ts'
import { useClient } from './use-client.ts'

/** An answer on its way to the screen. `value` may be an older one while a newer is asked for. */
export type Asked<T> =
  | { readonly state: 'loading'; readonly value: null }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'refused'; readonly value: T | null; readonly refusal: WordedRefusal }
  /** no answer came: no network, or a fault */
  | { readonly state: 'broken'; readonly value: T | null }

// Answers of this visit: coming back to a screen shows it at once, and asks again behind it.
const answers = new Map<string, unknown>()

/** Whoever signs in or out sees nothing of what the one before saw. */
export function forgetAnswers(): void {
  answers.clear()
}

export function keyOf(name: RouteName, body: unknown): string {
  return `${name} ${JSON.stringify(body)}`
}

/** Asks a query and asks again whenever `body` changes; `null` asks nothing yet. */
export function useQuery<K extends RouteName>(name: K, body: Calls[K]['body'] | null): Asked<Calls[K]['reply']> & { again: () => void } {
  const { client } = useStorefront()
  const key = body === null ? null : keyOf(name, body)
  const [, drawAgain] = useState(0)
  const trouble = useRef<{ key: string; refusal: WordedRefusal | null } | null>(null)
  const newest = useRef(0)

  const again = useCallback(() => {
    if (key === null || body === null) return
    const turn = ++newest.current
    const done = (then: () => void): void => {
      if (turn !== newest.current) return
      then()
      drawAgain((count) => count + 1)
    }
    client.call(name, body).then(
      (answer) =>
        done(() => {
          if (isRefusal(answer)) trouble.current = { key, refusal: answer }
          else {
            trouble.current = null
            answers.set(key, answer)
          }
        }),
      () => done(() => (trouble.current = { key, refusal: null })),
    )
    // `key` stands for `body`, which is another object each time.
  }, [client, name, key])

  useEffect(again, [again])
  // What nobody answered is asked once more when the shop is there again: the fact that made it stale doesn't come twice.
  const live = useClient((one) => one.connection()) === 'live'
  useEffect(() => {
    const last = trouble.current
    if (live && last && last.key === key && (last.refusal === null || last.refusal.code === 'offline')) again()
  }, [live])
  useEffect(() => () => void newest.current++, [])

  const value = (key === null ? null : (answers.get(key) ?? null)) as Calls[K]['reply'] | null
  if (trouble.current && trouble.current.key === key) {
    const { refusal } = trouble.current
    return refusal ? { state: 'refused', value, refusal, again } : { state: 'broken', value, again }
  }
  return value === null ? { state: 'loading', value, again } : { state: 'ready', value, again }
}
