import type { Client } from '@bobber/client/client'
import { isRefusal, type ShopView } from '@bobber/protocol'
import { useEffect, useState } from 'preact/hooks'
import { keep } from '../kept.ts'
import type { ShopClock } from '../shop-clock.ts'
import { whenBack } from '../when-back.ts'

const everyMs = 60_000

/**
 * The shop as it is now. It is asked again whenever the page comes to the front or is connected again, and every minute while nobody has a
 * session: no connection tells what was switched off. An answer that doesn't come changes nothing.
 */
export function useShop(client: Client, clock: ShopClock, first: ShopView, hasSession: boolean): ShopView {
  const [shop, setShop] = useState(first)
  useEffect(() => {
    let left = false
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return
      const answer = await client.call('shop.get', {}).catch(() => null)
      if (left || answer === null || isRefusal(answer)) return
      clock.told(answer.now)
      keep('shop', answer)
      setShop((before) => (isSame(before, answer) ? before : answer))
    }
    const front = (): void => void look()
    const leave = whenBack(client, front)
    const timer = hasSession ? undefined : setInterval(front, everyMs)
    document.addEventListener('visibilitychange', front)
    addEventListener('focus', front)
    addEventListener('online', front)
    return () => {
      left = true
      leave()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', front)
      removeEventListener('focus', front)
      removeEventListener('online', front)
    }
  }, [client, clock, hasSession])
  return shop
}

/** Only the time differs from answer to answer, and that is the clock's. */
export function isSame(one: ShopView, other: ShopView): boolean {
  return JSON.stringify({ ...one, now: 0 }) === JSON.stringify({ ...other, now: 0 })
}
