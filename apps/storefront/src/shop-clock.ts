import type { Client } from '@bobber/client/client'
import { keep, keptOr } from './kept.ts'

/** The shop's clock on this device: whoever has no session has no connection, and still sees the shop's time. */
export interface ShopClock {
  /** epoch ms; a practice shop's may differ from the world's by years */
  now(): number
  /** The shop said its time over HTTP, epoch ms; a connection that is live knows better. */
  told(now: number): void
}

const name = 'clock'

/**
 * `first` is the shop's time as it came with its page (null: it couldn't be asked). The clock goes on from the last time it was told,
 * by the connection or by an answer; without a network it goes on from what this device knew last.
 */
export function shopClock(client: Client, first: number | null, deviceNow: () => number): ShopClock {
  let ahead = keptOr(name, (value) => (typeof value === 'number' ? value : undefined), 0)
  const set = (newer: number): void => {
    // Within a second it is the same clock and the network's mood; storage isn't written for that.
    if (Math.abs(newer - ahead) >= 1000) keep(name, newer)
    ahead = newer
  }
  const live = (): boolean => client.connection() === 'live'
  if (first !== null) set(first - deviceNow())
  client.subscribe(() => {
    if (live()) set(client.now() - deviceNow())
  })
  return {
    now: () => (live() ? client.now() : deviceNow() + ahead),
    told(now) {
      if (!live()) set(now - deviceNow())
    },
  }
}
