import type { Client } from '@bobber/client/client'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Away } from './answers.ts'
import type { ShopClock } from './shop-clock.ts'

/** Blips of a second are nobody's business; longer ones are said. */
const patienceMs = 2500

/** Whether the page is cut off, by the device's word or the connection's; null: it isn't. Without a session there is no connection to lose. */
export function useAway(client: Client, clock: ShopClock, hasSession: boolean): Away | null {
  const [away, setAway] = useState<Away | null>(null)
  const wasLive = useRef(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = (): void => {
      const connection = client.connection()
      const cut = !navigator.onLine || (hasSession && (connection === 'offline' || connection === 'connecting'))
      if (!cut) {
        wasLive.current ||= connection === 'live'
        clearTimeout(timer)
        timer = undefined
        setAway(null)
      } else if (timer === undefined) {
        // A phone that slept learns of the cut when it wakes: what counts is when the shop was heard last.
        const since = wasLive.current ? clock.now() - (client.silentMs() ?? 0) : null
        timer = setTimeout(() => setAway({ since }), patienceMs)
      }
    }
    look()
    const leave = client.subscribe(look)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      clearTimeout(timer)
      leave()
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [client, clock, hasSession])
  return away
}
