import type { Client } from '@bobber/client/client'
import { keep, keptOr } from './kept.ts'

/** The shop's clock on this device: whoever has no session has no connection, and still sees the shop's time. */
export interface ShopClock {
  /** epoch ms; a practice shop's may differ from the world's by years */
  now(): number
}

const name = 'clock'

/**
 * `told` is the shop's time as it came with its page (null: it couldn't be asked). Until the connection has told it, the clock
 * goes on from there; without a network it goes on from what was known last.
 */
export function shopClock(client: Client, told: number | null, deviceNow: () => number): ShopClock {
  let ahead = told === null ? keptOr(name, (value) => (typeof value === 'number' ? value : undefined), 0) : told - deviceNow()
  let heard = false
  keep(name, ahead)
  client.subscribe(() => {
    if (client.connection() !== 'live') return
    heard = true
    const newer = client.now() - deviceNow()
    // Within a second it is the same clock and the network's mood; storage isn't written for that.
    if (Math.abs(newer - ahead) < 1000) return
    ahead = newer
    keep(name, ahead)
  })
  return { now: () => (heard ? client.now() : deviceNow() + ahead) }
}
