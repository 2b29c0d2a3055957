import { ManualClock } from '@bobber/testkit/clock'
import { countingIds } from '@bobber/testkit/ids'
import { MemoryLog } from '@bobber/testkit/memory-log'
import { beforeEach, expect, test } from 'vitest'
import { Feed } from './feed.ts'
import type { Batch, LogStore, NewEntry } from './store.ts'
import { type LogHead, watchHeads } from './watch.ts'

const shopId = '00000000-0000-7000-8000-00000000005a'
const newId = countingIds(3)
const ana = newId()
const talk = newId()

let clock: ManualClock
let log: MemoryLog
let feed: Feed
/** positions as they came, and how often the store was read whole */
let got: { from: number; to: number; seqs: number[] }[]
let stretches: number
let restarts: number
let faults: unknown[]
let broken: boolean

beforeEach(async () => {
  clock = new ManualClock()
  log = new MemoryLog(shopId, newId)
  await log.open({ conversationId: talk, kind: 'enquiry', customerId: ana, people: [{ personId: ana, class: 'customer' }] })
  ;[got, stretches, restarts, faults, broken] = [[], 0, 0, [], false]
  const store: Pick<LogStore, 'stretch' | 'incarnations'> = {
    stretch(shop, after) {
      stretches++
      return broken ? Promise.reject(new Error('no database')) : log.stretch(shop, after)
    },
    incarnations: (shop) => log.incarnations(shop),
  }
  feed = new Feed({ shopId, store, clock, onFault: (fault) => faults.push(fault) })
  await feed.start()
  const follower = {
    personId: ana,
    desk: false,
    deliver: ({ from, to, entries }: Batch) => void got.push({ from, to, seqs: entries.map((entry) => entry.seq) }),
    restart: () => void restarts++,
  }
  feed.attach(follower)
  feed.follow(follower, talk)
})

/** Commits so many messages, one by one, and answers their batches: nobody has published them. */
async function written(count: number): Promise<Batch[]> {
  const batches: Batch[] = []
  for (let nth = 0; nth < count; nth++) {
    const { batch } = await log.append(shopId, [message()], false)
    if (batch) batches.push(batch)
  }
  return batches
}

function message(): NewEntry {
  return {
    entryId: newId(),
    conversationId: talk,
    authorId: ana,
    clientId: newId(),
    kind: 'message.text',
    audience: 7,
    countable: true,
    at: clock.now(),
    content: '{"text":"hello"}',
    sender: { class: 'customer', desk: false, readSeq: 0 },
  }
}

async function pass(ms: number): Promise<void> {
  clock.advance(ms)
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const seqs = () => got.flatMap((batch) => batch.seqs)
const isJoined = () => got.every((batch, index) => index === 0 || batch.from === (got[index - 1]?.to ?? 0) + 1)

test('S4 what comes twice, and what comes in another order, is delivered once and in order, without asking the store', async () => {
  const [one, two, three] = await written(3)
  if (!one || !two || !three) throw new Error('not written')
  for (const batch of [two, two, three, one, one, three]) feed.publish(batch, feed.past)
  await pass(100)
  expect(seqs()).toEqual([1, 2, 3])
  expect([isJoined(), stretches]).toEqual([true, 0])
})

test('S4 what was begun in another past is not taken for this one: the store is asked', async () => {
  const [one, lost] = await written(2)
  if (!one || !lost) throw new Error('not written')
  feed.publish(one, feed.past)
  const before = feed.past
  log.restore({ ...log.backUp(), position: one.to })
  feed.reset()
  await feed.start()
  got.length = 0
  feed.publish({ ...lost, from: feed.last + 1 }, before)
  expect([feed.past === before, got]).toEqual([false, []])
  await pass(15)
  expect([seqs(), stretches]).toEqual([[], 1])
})

test('S4 a gap is healed from the store, once, and what comes meanwhile is not delivered a second time', async () => {
  const [one, two, three, four] = await written(4)
  if (!one || !two || !three || !four) throw new Error('not written')
  feed.publish(one, feed.past)
  feed.publish(three, feed.past)
  expect(seqs()).toEqual([1])
  clock.advance(15)
  feed.publish(two, feed.past)
  expect(seqs()).toEqual([1, 2, 3])
  await pass(0)
  feed.publish(four, feed.past)
  await pass(1_000)
  expect(seqs()).toEqual([1, 2, 3, 4])
  expect([isJoined(), stretches]).toEqual([true, 1])
})

test('S4 a tail that nobody published is found by a doubt, and by the look that a node takes every few seconds', async () => {
  await written(2)
  feed.doubt()
  await pass(15)
  expect(seqs()).toEqual([1, 2])

  await written(2)
  const asked: string[][] = []
  const heads = async (shopIds: string[]): Promise<Map<string, LogHead>> => {
    asked.push(shopIds)
    const { list, position } = await log.incarnations(shopId)
    return new Map([[shopId, { position, incarnationId: list.at(-1)?.id ?? null }]])
  }
  const changed: string[] = []
  const stop = watchHeads({
    followed: () => new Map([[shopId, feed]]),
    heads,
    changed: (shop) => void changed.push(shop),
    clock,
    onFault: (fault) => faults.push(fault),
  })
  await pass(3_000)
  await pass(15)
  expect([seqs(), asked, changed]).toEqual([[1, 2, 3, 4], [[shopId]], []])

  log.restore(log.backUp())
  await pass(3_000)
  expect([restarts, changed, asked.length]).toEqual([1, [shopId], 2])
  stop()
  await pass(30_000)
  expect([asked.length, faults]).toEqual([2, []])
})

test('S4 a place that the store doesn’t know is asked for once, not for ever', async () => {
  await written(1)
  feed.hint(1_000)
  for (let time = 0; time < 50; time++) await pass(15)
  expect([seqs(), stretches]).toEqual([[1], 1])
  feed.doubt()
  for (let time = 0; time < 50; time++) await pass(15)
  expect(stretches).toBe(2)
})

test('S4 a heal that fails is tried again; a feed that was stopped tries nothing', async () => {
  await written(1)
  broken = true
  feed.doubt()
  await pass(15)
  expect([seqs(), faults.length]).toEqual([[], 1])
  broken = false
  await pass(500)
  await pass(15)
  expect(seqs()).toEqual([1])

  broken = true
  feed.doubt()
  await pass(15)
  await feed.stop()
  await pass(10_000)
  expect([faults.length, stretches]).toEqual([2, 3])
})

test('S4 what a start that was overtaken by a reset hears, good or bad, moves nothing', async () => {
  let answer: (how: 'fails' | 'succeeds') => void = () => undefined
  const slow = new Feed({
    shopId,
    clock,
    onFault: (fault) => faults.push(fault),
    store: {
      stretch: (shop, after) => log.stretch(shop, after),
      async incarnations(shop) {
        const found = await log.incarnations(shop)
        const how = await new Promise((resolve) => {
          answer = resolve
        })
        if (how === 'fails') throw new Error('no database')
        return found
      },
    },
  })
  for (const how of ['fails', 'succeeds'] as const) {
    const first = slow.start()
    await pass(0)
    const answerFirst = answer
    slow.reset()
    const second = slow.start()
    await pass(0)
    const place = (await log.incarnations(shopId)).position
    answer('succeeds')
    await second
    const heard: number[] = []
    slow.attach({ personId: newId(), desk: true, deliver: ({ from, to }) => void heard.push(from, to), restart: () => undefined })
    const [batch] = await written(1)
    answerFirst(how)
    const told = first.then(
      () => 'succeeds',
      () => 'fails',
    )
    expect(await told).toBe(how)
    expect([slow.last, await Promise.race([slow.start(), Promise.resolve('asks again')])]).toEqual([place, undefined])
    if (batch) slow.publish(batch, slow.past)
    expect(heard).toEqual([place + 1, place + 1])
    slow.reset()
  }
})

test('S4 a node that was frozen for long sends its followers to resume instead of reading all of it at once', async () => {
  feed.hint(feed.last + 10_001)
  await pass(15)
  expect([restarts, stretches]).toEqual([1, 0])
})
