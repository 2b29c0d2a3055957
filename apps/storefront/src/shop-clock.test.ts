import type { Client, ConnectionState } from '@bobber/client/client'
import { expect, test } from 'vitest'
import { shopClock } from './shop-clock.ts'

/** A client whose connection and clock the test moves. */
function connection() {
  const told: (() => void)[] = []
  const seen: { state: ConnectionState; now: number } = { state: 'offline', now: 0 }
  const client: Partial<Client> = {
    connection: () => seen.state,
    now: () => seen.now,
    subscribe: (listener) => {
      told.push(listener)
      return () => undefined
    },
  }
  const change = (part: Partial<typeof seen>): void => {
    Object.assign(seen, part)
    for (const listener of told) listener()
  }
  return { client: client as Client, change }
}

test('C8 without a session the clock is the one the shop’s page came with', () => {
  const { client } = connection()
  let device = 1000
  const clock = shopClock(client, 500_000, () => device)
  device += 60_000
  expect(clock.now()).toBe(560_000)
})

test('C14 what the shop says later moves the clock, but for a live connection, which knows better', () => {
  const { client, change } = connection()
  const clock = shopClock(client, 500_000, () => 1000)
  clock.told(4_100_000)
  expect(clock.now()).toBe(4_100_000)
  change({ state: 'live', now: 900_000 })
  clock.told(4_100_000)
  expect(clock.now()).toBe(900_000)
  change({ state: 'offline', now: 0 })
  expect(clock.now()).toBe(900_000)
})

test('C8 once connected the connection tells it, and without a network it goes on from there', () => {
  const { client, change } = connection()
  const clock = shopClock(client, 500_000, () => 1000)
  change({ state: 'live', now: 900_000 })
  expect(clock.now()).toBe(900_000)
  expect(shopClock(connection().client, null, () => 3000).now()).toBe(902_000)
})
