import { ManualClock } from '@bobber/testkit/clock'
import { countingIds } from '@bobber/testkit/ids'
import { MemoryLog } from '@bobber/testkit/memory-log'
import { beforeEach, expect, test } from 'vitest'
import { Lane } from './lane.ts'
import { type Appended, type Batch, type LogStore, type NewEntry, UnknownOutcome } from './store.ts'

const shopId = '00000000-0000-7000-8000-00000000005a'
const newId = countingIds(4)
const ana = newId()
const talk = newId()

let log: MemoryLog
let lane: Lane
let published: Batch[]
let doubts: number
/** what the store's next writes come to, after they were carried out */
let answers: ((answer: Awaited<ReturnType<LogStore['append']>>) => Awaited<ReturnType<LogStore['append']>>)[]
let hold: Promise<void>

beforeEach(async () => {
  log = new MemoryLog(shopId, newId)
  await log.open({ conversationId: talk, kind: 'enquiry', customerId: ana, people: [{ personId: ana, class: 'customer' }] })
  ;[published, doubts, answers, hold] = [[], 0, [], Promise.resolve()]
  lane = new Lane({
    shopId,
    clock: new ManualClock(),
    past: () => null,
    store: {
      async append(shop, entries, lookFirst) {
        await hold
        const answer = await log.append(shop, entries, lookFirst)
        return answers.shift()?.(answer) ?? answer
      },
      move: () => Promise.reject(new UnknownOutcome('lost')),
    },
    publish: (batch) => void published.push(batch),
    doubt: () => void doubts++,
    onFault: () => undefined,
  })
})

function message(): NewEntry {
  return {
    entryId: newId(),
    conversationId: talk,
    authorId: ana,
    clientId: newId(),
    kind: 'message.text',
    audience: 7,
    countable: true,
    at: 0,
    content: '{"text":"hello"}',
    sender: { class: 'customer', desk: false, readSeq: 0 },
  }
}

test('S4 what was committed with its answer lost is doubted, so that others hear of it before it is asked again', async () => {
  answers = [
    () => {
      throw new UnknownOutcome('lost')
    },
  ]
  const sent = message()
  await expect(lane.append(sent, 1)).rejects.toThrow(UnknownOutcome)
  expect([published.length, doubts]).toEqual([0, 1])
  expect(await lane.append(sent, 2)).toMatchObject({ ok: true, repeated: true })
  lane.move({ conversationId: talk, personId: ana, class: 'customer', desk: false, receivedSeq: 1, readSeq: 1 })
  await lane.drain()
  expect([published.length, doubts]).toEqual([0, 2])
})

test('L5 who is durable is acked, though what others are told of it can’t be read now', async () => {
  answers = [(answer) => ({ ...answer, batch: null })]
  expect(await lane.append(message(), 1)).toMatchObject({ ok: true, entry: { seq: 1 } })
  expect([published.length, doubts]).toEqual([0, 1])
})

test('L10 more than half a second’s work is refused as busy, with when to come back; what waits is written', async () => {
  let go: () => void = () => undefined
  hold = new Promise((resolve) => {
    go = resolve
  })
  const first = lane.append(message(), 1)
  await Promise.resolve()
  const waiting = Array.from({ length: 4_096 }, () => lane.append({ ...message(), conversationId: newId() }, 1))
  const refused = await Promise.all([lane.append(message(), 1), lane.append(message(), 1)])
  const waits = refused.map((answer: Appended) => (!answer.ok && answer.code === 'busy' ? answer.retryAfterMs : 0))
  expect(waits.every((wait) => wait >= 1_000 && wait < 2_000)).toBe(true)
  expect(waits[0]).not.toBe(waits[1])
  go()
  expect(await first).toMatchObject({ ok: true })
  expect((await Promise.all(waiting)).every((answer) => !answer.ok && answer.code === 'notParticipant')).toBe(true)
  expect(await lane.append(message(), 1)).toMatchObject({ ok: true })
})
