import { closeCodes } from '@bobber/protocol'
import { ManualClock } from '@bobber/testkit/clock'
import { beforeEach, expect, test } from 'vitest'
import { Crowd, usualLimits } from '../../src/edge/ws/crowd.ts'
import { helloWithinMs, silentAfterMs } from '../../src/edge/ws/session.ts'
import { makeStage, type Stage, type Device } from './stage.ts'

let clock: ManualClock
let stage: Stage

beforeEach(async () => {
  clock = new ManualClock()
  stage = await makeStage(clock)
})

test('S7 a connection that is silent for 75 s is dropped; any frame counts as life', async () => {
  const ana = await stage.arrive('ana')
  clock.advance(silentAfterMs)
  ana.session.reap()
  expect(ana.closed).toEqual([])
  await ana.say({ t: 'ping' })
  expect(ana.of('pong')).toHaveLength(1)
  clock.advance(silentAfterMs)
  ana.session.reap()
  expect(ana.closed).toEqual([])
  clock.advance(1)
  ana.session.reap()
  expect(ana.closed).toEqual([{ code: closeCodes.silent, reason: 'silent' }])
})

test('S7 who says no hello within 10 s is dropped, whatever else he says', async () => {
  const nobody = stage.device()
  await nobody.say({ t: 'ping' })
  clock.advance(helloWithinMs)
  nobody.session.reap()
  await nobody.say({ t: 'ping' })
  expect([nobody.of('pong').length, nobody.closed]).toEqual([2, []])
  clock.advance(1)
  nobody.session.reap()
  expect(nobody.closed).toEqual([{ code: closeCodes.silent, reason: 'silent' }])
})

test('S12 bad frames are refused one by one, and the eleventh closes the connection', async () => {
  const ana = await stage.arrive('ana')
  clock.advance(10_000)
  const bad = ['', '{', '[]', '{"t":"nothing"}', '{"t":"ping","more":1}', `{"t":"typing","conversationId":"x"}`, 'x'.repeat(65 * 1024)]
  for (const frame of bad) await ana.say(frame)
  expect(ana.of('refused').map((frame) => frame.refusal.code)).toEqual([...Array<string>(6).fill('malformed'), 'tooLarge'])
  expect(ana.closed).toEqual([])
  for (const frame of bad.slice(0, 4)) await ana.say(frame)
  expect(ana.closed).toEqual([{ code: closeCodes.abuse, reason: 'malformed' }])
})

test('S12 a flood is refused, and ends when the bucket has filled again', async () => {
  const ana = await stage.arrive('ana')
  clock.advance(10_000)
  for (let count = 0; count < 35; count++) await ana.say({ t: 'ping' })
  expect(ana.of('pong')).toHaveLength(30)
  expect(ana.of('refused').map((frame) => frame.refusal.code)).toEqual(Array(5).fill('tooMany'))
  clock.advance(1_000)
  await ana.say({ t: 'ping' })
  expect(ana.of('pong')).toHaveLength(31)
})

test('S12 the bucket is one for all connections of a person, and another’s is his own', async () => {
  const [phone, desk, clerk] = [await stage.arrive('ana'), await stage.arrive('ana'), await stage.arrive('clerk')]
  clock.advance(10_000)
  for (let count = 0; count < 20; count++) await phone.say({ t: 'ping' })
  for (let count = 0; count < 20; count++) await desk.say({ t: 'ping' })
  await clerk.say({ t: 'ping' })
  expect([phone, desk, clerk].map((one) => one.of('pong').length)).toEqual([20, 10, 1])
})

test('S12 a person’s connections have a bound, and the one that was silent for longest makes room; so have a network’s guests', async () => {
  stage.parts.crowd = new Crowd({ ...usualLimits, personConnections: 3, strangerConnections: 4 })
  const mine: Device[] = []
  for (let nth = 0; nth < 3; nth++) {
    mine.push(await stage.arrive('ana'))
    clock.advance(10)
  }
  await mine[0]?.say({ t: 'ping' })
  await stage.arrive('ana')
  const closed = [{ code: closeCodes.abuse, reason: '20000' }]
  expect(mine.map((one) => one.closed)).toEqual([[], closed, []])

  const authenticate = stage.parts.authenticate.bind(stage.parts)
  let guests = 0
  stage.parts.authenticate = async (frame) => {
    const who = await authenticate({ ...frame, token: 'guest' })
    return 'code' in who ? who : { ...who, personId: `guest ${++guests}`, sessionId: `session ${guests}` }
  }
  const all: Device[] = []
  for (let nth = 0; nth < 6; nth++) {
    all.push(await stage.arrive('guest'))
    clock.advance(10)
  }
  expect(all.map((one) => one.closed)).toEqual([closed, closed, [], [], [], []])
  stage.parts.network = '203.0.113.2'
  const elsewhere = await stage.arrive('guest')
  expect([elsewhere, ...all.slice(2)].map((one) => one.closed)).toEqual([[], [], [], [], []])
})

test('S12 those who say nothing make room for those who come', async () => {
  stage.parts.crowd = new Crowd({ ...usualLimits, strangerConnections: 2 })
  const silent = [stage.device(), stage.device(), stage.device()]
  expect(silent.map((one) => one.closed.length)).toEqual([1, 0, 0])
  expect((await stage.arrive('ana')).closed).toEqual([])

  // Whoever said hello waits for the server, not the server for him.
  stage.parts.crowd = new Crowd({ ...usualLimits, strangerConnections: 2 })
  stage.parts.authenticate = () => new Promise(() => undefined)
  const many: Device[] = []
  for (let nth = 0; nth < 5; nth++) {
    const one = stage.device()
    await one.say(stage.hello('ana'))
    many.push(one)
  }
  expect(many.map((one) => one.closed.length)).toEqual([0, 0, 0, 0, 0])
})

test('S12 a guest’s messages are bounded, his own and his network’s; a customer’s are not', async () => {
  stage.parts.crowd = new Crowd({ ...usualLimits, guestMessages: { perSecond: 0.5, burst: 3 } })
  await stage.log.join(stage.ids.talk, stage.ids.guest, 'customer')
  const [guest, ana] = [await stage.arrive('guest'), await stage.arrive('ana')]
  for (let count = 0; count < 5; count++) await guest.say(stage.text('more'))
  for (let count = 0; count < 5; count++) await ana.say(stage.text('more'))
  expect([guest.of('ack').length, ana.of('ack').length]).toEqual([3, 5])
  expect(guest.of('refused').map((frame) => frame.refusal)).toMatchObject([1, 2].map(() => ({ code: 'tooMany', retryAfterMs: 2_000 })))
  clock.advance(2_000)
  await guest.say(stage.text('and more'))
  expect(guest.of('ack')).toHaveLength(4)
})

test('S12 frames that wait for the ones before them are bounded', async () => {
  stage.parts.crowd = new Crowd()
  const ana = await stage.arrive('ana')
  stage.parts.admit = () => new Promise(() => undefined)
  for (let count = 0; count < 150; count++) await ana.say(stage.text('长'.repeat(8_000)))
  const refused = ana.of('refused').map((frame) => frame.refusal)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused).toMatchObject(refused.map(() => ({ code: 'busy', retryAfterMs: 1_000 })))
})

test('S12 a session that ends while its hello is looked at opens no connection', async () => {
  let ended = false
  stage.parts.isRevoked = () => ended
  const start = stage.feed.start.bind(stage.feed)
  stage.feed.start = async () => {
    await start()
    ended = true
  }
  const ana = stage.device()
  await ana.say(stage.hello('ana'))
  expect([ana.of('welcome'), ana.closed]).toEqual([[], [{ code: closeCodes.gone, reason: 'revoked' }]])
  expect(stage.feed.followers).toBe(0)
})

test('S12 before the hello nothing is answered but the hello', async () => {
  const early = stage.device()
  await early.say(stage.text('too early'))
  await early.say({ t: 'history', ref: 1, conversationId: stage.ids.talk, fromSeq: 1, toSeq: 9 })
  expect(early.of('refused').map((frame) => frame.refusal.code)).toEqual(['notSignedIn', 'notSignedIn'])
  expect(stage.log.shop.conversations.get(stage.ids.talk)?.entries).toEqual([])
})
