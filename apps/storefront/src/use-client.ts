import type { Client } from '@bobber/client/client'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useStorefront } from './storefront.ts'

/**
 * A view of the client that follows it; the screen is drawn again only when the picked value is another one. What came between the
 * drawing and the listening is looked at, too: a page behind another one is drawn long before its effects run.
 */
export function useClient<T>(pick: (client: Client) => T): T {
  const { client } = useStorefront()
  const picker = useRef(pick)
  picker.current = pick
  const [, drawAgain] = useState(0)
  const value = pick(client)
  const shown = useRef(value)
  shown.current = value
  useEffect(() => {
    const look = (): void => {
      if (!Object.is(picker.current(client), shown.current)) drawAgain((count) => count + 1)
    }
    look()
    return client.subscribe(look)
  }, [client])
  return value
}

/**
 * The shop's clock, epoch ms, cut down to whole `stepMs`: drawn again when it gets there, and at once
 * when a practice shop's clock is moved.
 */
export function useNow(stepMs = 1000): number {
  const { client, clock } = useStorefront()
  const read = (): number => Math.floor(clock.now() / stepMs) * stepMs
  const [now, setNow] = useState(read)
  useEffect(() => {
    const look = (): void => setNow(read())
    const timer = setInterval(look, 1000)
    const leave = client.subscribe(look)
    return () => {
      clearInterval(timer)
      leave()
    }
  }, [client, clock, stepMs])
  return now
}
