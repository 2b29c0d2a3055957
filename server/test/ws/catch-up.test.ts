import { closeCodes } from '@bobber/protocol'
import { ManualClock } from '@bobber/testkit/clock'
import { beforeEach, expect, test } from 'vitest'
import { makeStage, type Stage, settle, seqsOf } from './stage.ts'

let clock: ManualClock
let stage: Stage

beforeEach(async () => {
  clock = new ManualClock()
  stage = await makeStage(clock)
})

test('S2 what is written between the hello and the snapshot arrives once, in order', async () => {
  const ana = await stage.arrive('ana')
  const place = ana.of('changes').at(-1)?.resume ?? ''
  ana.session.closed()
  const clerk = await stage.arrive('clerk')
  await clerk.say(stage.text('one'))
  const again = stage.device()
  again.session.receive(JSON.stringify(stage.hello('ana', place)))
  await clerk.say(stage.text('two'))
  await settle()
  await clerk.say(stage.text('three'))
  expect(seqsOf(again)).toEqual([1, 2, 3])
})

test('S2 of a healed batch that began before the place it has read up to, a reader gets the rest and nothing twice', async () => {
  const clerk = await stage.arrive('clerk')
  const lost = stage.feed.publish.bind(stage.feed)
  stage.feed.publish = () => undefined
  await clerk.say(stage.text('one'))
  const ana = await stage.arrive('ana')
  await clerk.say(stage.text('two'))
  stage.feed.publish = lost
  await clerk.say(stage.text('three'))
  clock.advance(15)
  await settle()
  expect(ana.of('snapshot')[0]?.entries.map((entry) => entry.seq)).toEqual([1])
  expect(seqsOf(ana)).toEqual([2, 3])
  expect(seqsOf(clerk)).toEqual([1, 2, 3])
})

test('S2 what a node has not heard of shows when a device that resumes reads it, to everybody there', async () => {
  const [clerk, ana] = [await stage.arrive('clerk'), await stage.arrive('ana')]
  stage.feed.publish = () => undefined
  await clerk.say(stage.text('written, and the tail of it lost'))
  expect(seqsOf(ana)).toEqual([])
  await stage.arrive('clerk')
  clock.advance(15)
  await settle()
  expect([seqsOf(ana), seqsOf(clerk)]).toEqual([[1], [1]])
})

test('S2 whoever missed much gets it in parts, each after he took the one before, and goes on from any of them', async () => {
  const ana = await stage.arrive('ana')
  const place = ana.of('changes').at(-1)?.resume ?? ''
  ana.session.closed()
  await stage.written(300, '长'.repeat(1_000))
  const slow = stage.device()
  slow.buffered = 1024 * 1024
  await slow.say(stage.hello('ana', place))
  expect(slow.of('changes')).toHaveLength(1)
  expect(slow.of('changes')[0]?.more).toBe(true)
  slow.buffered = 0
  clock.advance(50)
  await settle(2_000)
  const all = slow.of('changes')
  expect(seqsOf(slow)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
  expect(all.length).toBeGreaterThan(10)
  expect(all.map((part) => part.more)).toEqual(all.map((_, index) => (index < all.length - 1 ? true : undefined)))
  const [, second] = all
  const again = stage.device()
  await again.say(stage.hello('ana', second?.resume))
  await settle(2_000)
  expect(seqsOf(again)[0]).toBe((second?.entries.at(-1)?.seq ?? 0) + 1)
  expect(seqsOf(again).at(-1)).toBe(300)
  expect([slow.closed, again.closed]).toEqual([[], []])
})

test('S2 whoever missed more than a snapshot holds is told to take one', async () => {
  const ana = await stage.arrive('ana')
  const place = ana.of('changes').at(-1)?.resume ?? ''
  ana.session.closed()
  const missed = stage.log.missed.bind(stage.log)
  stage.log.missed = async (...asked) => ({ ...(await missed(...asked)), entries: [], tooMuch: true })
  const again = stage.device()
  await again.say(stage.hello('ana', place))
  expect(again.frames.map((frame) => frame.t)).toEqual(['welcome', 'resync'])
})

test('S8 a reader that does not read is closed, resumable, and his neighbours go on', async () => {
  const [slow, clerk, ana] = [await stage.arrive('ana'), await stage.arrive('clerk'), await stage.arrive('ana')]
  slow.buffered = 1024 * 1024 + 1
  await clerk.say(stage.text('to both'))
  expect(slow.closed).toEqual([{ code: closeCodes.slow, reason: 'slow' }])
  expect(slow.of('changes').flatMap((frame) => frame.entries)).toEqual([])
  expect(ana.of('changes').flatMap((frame) => frame.entries)).toHaveLength(1)
  expect(stage.feed.followers).toBe(2)
})

test('S8 nothing is held for a device that says hello and never resumes', async () => {
  const idle = stage.device()
  await idle.say(stage.hello('ana'))
  const clerk = await stage.arrive('clerk')
  for (let nth = 0; nth < 25; nth++) await clerk.say(stage.text('to nobody'))
  expect(idle.frames.filter((frame) => frame.t !== 'presence').map((frame) => frame.t)).toEqual(['welcome', 'resync'])
  await idle.say({ t: 'snapshot', ref: 1 })
  await idle.say({ t: 'resume', resume: idle.of('snapshot')[0]?.resume ?? '' })
  await clerk.say(stage.text('to somebody'))
  expect(idle.of('snapshot')[0]?.entries).toHaveLength(25)
  expect(seqsOf(idle)).toEqual([26])
})

test('S8 what comes while a reader waits for the store is held up to a bound, and beyond it read again', async () => {
  const ana = await stage.arrive('ana')
  const place = ana.of('changes').at(-1)?.resume ?? ''
  ana.session.closed()
  let answer: () => void = () => undefined
  let asked = 0
  const missed = stage.log.missed.bind(stage.log)
  stage.log.missed = async (...args) => {
    const found = await missed(...args)
    if (++asked === 1) await new Promise<void>((resolve) => void (answer = resolve))
    return found
  }
  const again = stage.device()
  await again.say(stage.hello('ana', place))
  await stage.written(70)
  answer()
  await settle(500)
  expect(seqsOf(again)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1))
  expect(asked).toBe(2)
})
