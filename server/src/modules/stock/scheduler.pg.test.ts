import { isRefusal } from '@bobber/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '../../log/index.ts'
import { commit, hold, type HoldRequest, release } from './index.ts'
import { at, request, seeded, testShop, type TestShop } from './stock.builders.ts'

let shop: TestShop
const act = <T>(work: (tx: Tx) => Promise<T>) => shop.deps.log.transact(shop.owner.shopId, work)
const hour = 3_600_000
const begin = at('11-28T00:00')
const owned = 3
const buffer = 1

beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

interface Stay {
  claimId: string
  from: number
  until: number
  quantity: number
}

/** The oracle: looks at every hour. */
function mostTaken(stays: readonly Stay[], from: number, until: number): number {
  let most = 0
  for (let moment = from; moment < until; moment += hour) {
    const taken = stays.filter((stay) => stay.from <= moment && moment < stay.until).reduce((sum, { quantity }) => sum + quantity, 0)
    most = Math.max(most, taken)
  }
  return most
}

function randomRequest(random: () => number, variantId: string): HoldRequest {
  const from = begin + Math.floor(random() * 40) * hour
  const until = from + (1 + Math.floor(random() * 12)) * hour
  return request(variantId, { from, until, quantity: 1 + Math.floor(random() * 2), bufferMinutes: buffer * 60 })
}

const stayOf = ({ claimId, from, until, quantity }: HoldRequest): Stay => ({
  claimId,
  from,
  until: (until ?? Infinity) + buffer * hour,
  quantity,
})

test.each([1, 2, 3, 4])('CT13 one after the other, the guard decides as looking at every hour does (seed %i)', async (seed) => {
  const random = seeded(seed)
  const { variantId } = await shop.product({ quantity: owned })
  let stays: Stay[] = []
  for (let step = 0; step < 60; step += 1) {
    const gone = stays[Math.floor(random() * stays.length)]
    if (gone && random() < 0.3) {
      await act((tx) => release(tx, [gone.claimId]))
      stays = stays.filter((stay) => stay !== gone)
      continue
    }
    const asked = randomRequest(random, variantId)
    const stay = stayOf(asked)
    const free = owned - mostTaken(stays, stay.from, stay.until)
    const answer = await act((tx) => hold(tx, [asked]))
    const fits = free >= asked.quantity
    expect(answer).toMatchObject(fits ? { stock: [{ free }] } : refused(free, firstFit(stays, stay, asked.quantity)))
    if (fits) stays.push(stay)
  }
})

const refused = (free: number, freeFrom: number) => ({ code: 'notEnough', values: { free, freeFrom } })

/** The first hour from which the quantity fits for the same length, by trying each. */
function firstFit(stays: readonly Stay[], { from, until }: Stay, quantity: number): number {
  let start = from
  while (owned - mostTaken(stays, start, start + until - from) < quantity) start += hour
  return start
}

test.each([11, 12, 13])('CT13 all at once, never more is taken than there is, and what is refused doesn’t fit (seed %i)', async (seed) => {
  const random = seeded(seed)
  const { variantId } = await shop.product({ quantity: owned })
  const stays: Stay[] = []
  const turnedAway: HoldRequest[] = []
  const clients = Array.from({ length: 12 }, async () => {
    for (let step = 0; step < 8; step += 1) {
      const asked = randomRequest(random, variantId)
      const answer = await act((tx) => hold(tx, [asked]))
      if (isRefusal(answer)) turnedAway.push(asked)
      else stays.push(stayOf(asked))
      if (random() < 0.5) await act((tx) => commit(tx, [asked.claimId]))
    }
  })
  await Promise.all(clients)
  expect(mostTaken(stays, begin, begin + 60 * hour)).toBeLessThanOrEqual(owned)
  expect(turnedAway.length).toBeGreaterThan(0)
  // Nothing was released, so what didn't fit then doesn't fit now.
  for (const asked of turnedAway) {
    const stay = stayOf(asked)
    expect(owned - mostTaken(stays, stay.from, stay.until)).toBeLessThan(asked.quantity)
  }
})
