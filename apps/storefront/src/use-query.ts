import type { Calls, RouteName, WordedRefusal } from '@bobber/protocol'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { heldUntil } from './answers.ts'
import { useStorefront } from './storefront.ts'
import { useClient } from './use-client.ts'

/** An answer on its way to the screen. `value` may be an older one while a newer is asked for. */
export type Asked<T> =
  | { readonly state: 'loading'; readonly value: null }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'refused'; readonly value: T | null; readonly refusal: WordedRefusal }
  /** no answer came: no network, or a fault */
  | { readonly state: 'broken'; readonly value: T | null }
interface Query {
  /** without a connection: until when `value` is known to hold, epoch ms; else null */
  readonly heldUntil: number | null
  again: () => void
}

/** Asks a query and asks again whenever `body` changes; `null` asks nothing yet. */
export function useQuery<K extends RouteName>(name: K, body: Calls[K]['body'] | null): Asked<Calls[K]['reply']> & Query {
  const { answers, away } = useStorefront()
  const key = body === null ? '' : `${name} ${JSON.stringify(body)}`
  const answer = answers.known(key)
  const { value = null, trouble = null } = answer ?? {}
  const [, drawAgain] = useState(0)
  const shown = useRef({ value, trouble })
  shown.current = { value, trouble }

  const again = useCallback(() => {
    if (body !== null) answers.ask(key, name, body)
    // `key` stands for `body`, which is another object each time.
  }, [answers, name, key])
  useEffect(again, [again])
  // Signing in forgets what is on the screen, too.
  useEffect(() => {
    if (answers.known(key) === undefined) again()
  })
  useEffect(() => {
    const look = (): void => {
      const newer = answers.known(key)
      if (newer && (newer.value !== shown.current.value || newer.trouble !== shown.current.trouble)) drawAgain((count) => count + 1)
    }
    look()
    return answers.listen(look)
  }, [answers, key])
  // What nobody answered is asked once more when the shop is there again.
  const live = useClient((one) => one.connection()) === 'live'
  useEffect(() => {
    if (live && trouble && (trouble.refusal === null || trouble.refusal.code === 'offline')) again()
  }, [live])

  const known = value as Calls[K]['reply'] | null
  const rest = { heldUntil: answer ? heldUntil(answer, away) : null, again }
  if (trouble?.refusal) return { state: 'refused', value: known, refusal: trouble.refusal, ...rest }
  if (trouble) return { state: 'broken', value: known, ...rest }
  return known === null ? { state: 'loading', value: known, ...rest } : { state: 'ready', value: known, ...rest }
}
