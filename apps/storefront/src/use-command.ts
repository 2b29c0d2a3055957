import type { Calls, RouteName, WordedRefusal } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useStorefront } from './storefront.ts'

/** What a button that gives a command knows: it runs once at a time, and says why it was refused. */
export interface Command<K extends RouteName> {
  readonly running: boolean
  readonly trouble: Trouble | null
  /** Resolves to the reply, or null when it was refused or no answer came: `trouble` says why. */
  run(body: Calls[K]['body'], file?: Blob): Promise<Calls[K]['reply'] | null>
  clear: () => void
}

export type Trouble = { readonly kind: 'refused'; readonly refusal: WordedRefusal } | { readonly kind: 'broken' }

export function useCommand<K extends RouteName>(name: K): Command<K> {
  const { client } = useStorefront()
  const [running, setRunning] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const shown = useRef(true)
  useEffect(() => () => void (shown.current = false), [])

  const run = useCallback(
    async (body: Calls[K]['body'], file?: Blob): Promise<Calls[K]['reply'] | null> => {
      setRunning(true)
      setTrouble(null)
      const answer = await client.call(name, body, file).catch(() => null)
      if (shown.current) setRunning(false)
      if (answer === null) {
        if (shown.current) setTrouble({ kind: 'broken' })
        return null
      }
      if (!isRefusal(answer)) return answer
      if (shown.current) setTrouble({ kind: 'refused', refusal: answer })
      return null
    },
    [client, name],
  )
  const clear = useCallback(() => setTrouble(null), [])
  return { running, trouble, run, clear }
}
