import type { ConnectionState } from '@bobber/client/client'
import { expect, test } from 'vitest'
import { whenBack } from './when-back.ts'

test('C14 every new connection asks what the shop is like now, and nothing else does', () => {
  const told: (() => void)[] = []
  let state: ConnectionState = 'connecting'
  let times = 0
  const client = { connection: () => state, subscribe: (listener: () => void) => (told.push(listener), () => undefined) }
  whenBack(client, () => times++)
  const seen = (['connecting', 'catchingUp', 'live', 'live', 'offline', 'connecting', 'live'] as const).map((next) => {
    state = next
    for (const listener of told) listener()
    return times
  })
  expect(seen).toEqual([0, 0, 1, 1, 1, 1, 2])
})
