import { closeCodes, refuse, type UpFrame } from '@bobber/protocol'
import { ManualClock } from '@bobber/testkit/clock'
import { beforeEach, expect, test } from 'vitest'
import { atMost, UnknownOutcome } from '../../src/log/store.ts'
import { makeStage, type Stage, settle, seqsOf, type Device } from './stage.ts'

let clock: ManualClock
let stage: Stage

beforeEach(async () => {
  clock = new ManualClock()
  stage = await makeStage(clock)
})

test('S1 who is not signed in, or speaks an older version, is told once and told not to come back', async () => {
  const nobody = stage.device()
  await nobody.say(stage.hello('nobody'))
  expect(nobody.of('refused')[0]?.refusal.code).toBe('notSignedIn')
  expect(nobody.closed).toEqual([{ code: closeCodes.gone, reason: 'notSignedIn' }])
  const old = stage.device()
  await old.say(JSON.stringify({ ...stage.hello('ana'), version: 0 }))
  expect(old.of('refused')[0]?.refusal.code).toBe('protocolVersion')
  expect(old.closed[0]?.code).toBe(closeCodes.gone)
})

test('S1 a place of another past, beyond the head, or made up, gets resync and nothing else', async () => {
  const ana = await stage.arrive('ana')
  const resume = ana.of('changes').at(-1)?.resume ?? ''
  await ana.say(stage.text('committed, then lost by a restore'))
  const beyond = ana.of('changes').at(-1)?.resume ?? ''
  const other = Buffer.from(resume, 'base64url')
  other[20] = (other[20] ?? 0) ^ 1
  for (const token of ['made up', other.toString('base64url')]) {
    const again = stage.device()
    await again.say(stage.hello('ana', token))
    expect(again.frames.map((frame) => frame.t)).toEqual(['welcome', 'resync'])
  }
  const kept = stage.log.backUp()
  stage.log.restore({ ...kept, position: kept.position - 1 })
  const behind = stage.device()
  await behind.say(stage.hello('ana', beyond))
  expect(behind.frames.map((frame) => frame.t)).toEqual(['welcome', 'resync'])
  const before = stage.device()
  await before.say(stage.hello('ana', resume))
  expect(before.of('resync')).toEqual([])
})

test('S1 a place on the way is one of its own past alone: after a restore to where it lies, the device begins anew', async () => {
  const ana = await stage.arrive('ana')
  const [onTheWay, whole] = [ana.of('snapshot').at(-1)?.resume, ana.of('changes').at(-1)?.resume]
  const answersTo = async (token: string | undefined) => {
    const again = stage.device()
    await again.say(stage.hello('ana', token))
    return again.frames.map((frame) => frame.t).filter((t) => t === 'resync' || t === 'changes')
  }
  expect([await answersTo(onTheWay), await answersTo(whole)]).toEqual([['changes'], ['changes']])
  stage.log.restore(stage.log.backUp())
  expect([await answersTo(onTheWay), await answersTo(whole)]).toEqual([['resync'], ['changes']])
})

test('H10 S1 a page of a snapshot goes on for whom it was made, in its own past: for others it is none', async () => {
  const small = await makeStage(clock, { ...atMost, conversations: 1 })
  const people = [{ personId: small.ids.ana, class: 'customer' as const }]
  await small.log.open({ conversationId: small.newId(), kind: 'order', customerId: small.ids.ana, people })
  const goesOn = async (token: string, page = '') => {
    const device = await small.arrive(token)
    await device.say({ t: 'snapshot', ref: 77, page })
    return device.of('snapshot').some(({ ref }) => ref === 77)
  }
  const page = (await small.arrive('ana')).of('snapshot')[0]?.next
  expect([await goesOn('ana', page), await goesOn('stranger', page), await goesOn('clerk', page)]).toEqual([true, false, false])
  small.log.restore(small.log.backUp())
  expect(await goesOn('ana', page)).toBe(false)
})

test('L5 the ack names the place of what was written, and is said only when the store has made it durable', async () => {
  const ana = await stage.arrive('ana')
  let durable: () => void = () => undefined
  const committed = new Promise<void>((resolve) => {
    durable = resolve
  })
  const append = stage.log.append.bind(stage.log)
  stage.log.append = async (...asked) => {
    const answer = await append(...asked)
    await committed
    return answer
  }
  await ana.say(stage.text('hello'))
  expect(stage.log.shop.conversations.get(stage.ids.talk)?.entries).toHaveLength(1)
  expect([ana.of('ack'), seqsOf(ana)]).toEqual([[], []])
  durable()
  await settle()
  const [ack] = ana.of('ack')
  const entry = stage.log.shop.conversations.get(stage.ids.talk)?.entries.at(-1)
  expect(ack).toMatchObject({ seq: entry?.seq, entryId: entry?.entryId, at: clock.now() })
  expect(ack?.hash).toBe(Buffer.from(entry?.hash ?? []).toString('hex'))
})

test('L4 a message that was lost on its way back is acked though it may not be sent any more; one never sent is refused', async () => {
  const ana = await stage.arrive('ana')
  const sent = stage.text('written')
  await ana.say(sent)
  stage.parts.admit = () => Promise.resolve(refuse('forbidden'))
  await ana.say({ ...sent, attempt: 2 } as UpFrame)
  await ana.say(stage.text('never written', { attempt: 2 }))
  await ana.say(stage.text('not even tried'))
  expect(ana.of('ack').map((ack) => ack.seq)).toEqual([1, 1])
  expect(ana.of('refused').map((frame) => frame.refusal.code)).toEqual(['forbidden', 'forbidden'])
  expect(stage.log.shop.conversations.get(stage.ids.talk)?.entries).toHaveLength(1)
})

test('L4 an unknown outcome is neither ack nor refusal: the connection ends, and says after how many ms to come back', async () => {
  const ana = await stage.arrive('ana')
  const lane = stage.parts.lane('')
  lane.append = () => Promise.reject(new UnknownOutcome('lost'))
  await ana.say(stage.text('hello'))
  expect([ana.of('ack'), ana.of('refused'), ana.closed]).toEqual([[], [], [{ code: closeCodes.restart, reason: '1000' }]])
})

test('L10 a message that finds too many waiting is refused as busy, with when to come back', async () => {
  const ana = await stage.arrive('ana')
  const lane = stage.parts.lane('')
  lane.append = () => Promise.resolve({ ok: false, code: 'busy', retryAfterMs: 1_250 })
  await ana.say(stage.text('hello'))
  expect(ana.of('refused')[0]?.refusal).toMatchObject({ code: 'busy', retryAfterMs: 1_250 })
})

test('L8 a note inside the shop reaches the desk, not the customer, and never a stranger', async () => {
  const [ana, clerk, other, stranger] = [
    await stage.arrive('ana'),
    await stage.arrive('clerk'),
    await stage.arrive('clerk'),
    await stage.arrive('stranger'),
  ]
  await clerk.say(stage.text('careful with this one', { privately: true }))
  await clerk.say(stage.text('hello'))
  const got = (one: Device) => one.of('changes').flatMap((frame) => frame.entries)
  expect(got(other).map((entry) => entry.seq)).toEqual([1, 2])
  expect(got(ana).map(({ seq, prev, skipHash }) => [seq, prev, typeof skipHash])).toEqual([[2, 0, 'string']])
  expect(got(ana)[0]?.skipHash).toBe(got(other)[0]?.hash)
  expect(got(stranger)).toEqual([])
  expect(JSON.stringify(ana.frames)).not.toContain('careful')
})

test('L8 a note inside the shop is followed by no frame at all for the customer, and shows in no number of a later one', async () => {
  const [ana, clerk, other] = [await stage.arrive('ana'), await stage.arrive('clerk'), await stage.arrive('clerk')]
  await clerk.say(stage.text('hello'))
  await ana.say(stage.text('is it free?'))
  await clerk.say({ t: 'cursor', conversationId: stage.ids.talk, receivedSeq: 2, readSeq: 2 })
  clock.advance(40)
  await settle()
  const before = ana.frames.length
  await clerk.say(stage.text('careful with this one', { privately: true, readSeq: 2 }))
  await clerk.say({ t: 'cursor', conversationId: stage.ids.talk, receivedSeq: 3, readSeq: 3 })
  clock.advance(40)
  await settle()
  expect(ana.frames.slice(before)).toEqual([])
  expect(seqsOf(other)).toEqual([1, 2, 3])
  await clerk.say(stage.text('yes, it is'))
  const own = (one: Device) => one.of('changes').flatMap((frame) => frame.entries.map((entry) => [entry.seq, entry.own]))
  expect(own(ana)).toEqual([
    [1, 0],
    [2, 1],
    [4, 0],
  ])
  expect(own(other).at(-1)).toEqual([4, 3])
  const again = await stage.arrive('ana')
  const mark = again.of('snapshot')[0]?.marks.find((one) => one.personId === stage.ids.clerk)
  expect(mark).toMatchObject({ ownCount: 0, readCount: 0, readOwn: 0 })
})

test('L8 who puts a talk away, and that it was put away, is told to the shop alone', async () => {
  const [ana, clerk] = [await stage.arrive('ana'), await stage.arrive('clerk')]
  const before = ana.frames.length
  stage.feed.publish(await stage.log.resolve(stage.ids.talk), stage.feed.past)
  await settle()
  expect(
    clerk
      .of('changes')
      .at(-1)
      ?.conversations.map((row) => row.state),
  ).toEqual(['resolved'])
  expect(ana.frames.slice(before)).toEqual([])
  const again = await stage.arrive('ana')
  expect(again.of('snapshot')[0]?.conversations).toMatchObject([{ state: 'open', assigneeId: null }])
})
