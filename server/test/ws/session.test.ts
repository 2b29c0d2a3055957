import { closeCodes, type DownFrame, messageAudience, protocolVersion, refuse, type UpFrame } from '@bobber/protocol'
import { ManualClock } from '@bobber/testkit/clock'
import { countingIds } from '@bobber/testkit/ids'
import { MemoryLog } from '@bobber/testkit/memory-log'
import { beforeEach, expect, test } from 'vitest'
import { FrameMemo } from '../../src/edge/ws/frame-memo.ts'
import { Presence } from '../../src/edge/ws/presence.ts'
import type { Who } from '../../src/edge/ws/reader.ts'
import { Session, silentAfterMs, type SyncParts } from '../../src/edge/ws/session.ts'
import { Feed } from '../../src/log/feed.ts'
import { Lane } from '../../src/log/lane.ts'

const shopId = '00000000-0000-7000-8000-00000000005a'
const newId = countingIds(7)
const ids = { ana: newId(), clerk: newId(), stranger: newId(), talk: newId() }
const people: Record<string, Pick<Who, 'personId' | 'class' | 'desk'>> = {
  ana: { personId: ids.ana, class: 'customer', desk: false },
  clerk: { personId: ids.clerk, class: 'staff', desk: true },
  stranger: { personId: ids.stranger, class: 'customer', desk: false },
}

let clock: ManualClock
let log: MemoryLog
let feed: Feed
let parts: SyncParts

beforeEach(async () => {
  clock = new ManualClock()
  log = new MemoryLog(shopId, newId)
  await log.open({
    conversationId: ids.talk,
    kind: 'enquiry',
    customerId: ids.ana,
    people: [{ personId: ids.ana, class: 'customer' }],
  })
  const onFault = (fault: unknown) => {
    throw fault
  }
  feed = new Feed({ shopId, store: log, clock, onFault })
  const lane = new Lane({ shopId, store: log, clock, publish: (batch) => feed.publish(batch), onFault })
  parts = {
    store: log,
    lane: () => lane,
    feed: () => feed,
    clock,
    shopNow: () => clock.now(),
    seal: { seal: (bytes) => Buffer.from(bytes).toString('base64url'), open: (token) => Buffer.from(token, 'base64url') },
    newId,
    authenticate: ({ token = '' }) => {
      const person = people[token]
      if (!person) return Promise.resolve(refuse('notSignedIn'))
      return Promise.resolve({ ...person, shopId, name: token, sessionId: token, locale: 'zh' as const })
    },
    admit: (_who, send) =>
      Promise.resolve({ content: JSON.stringify(send.content), audience: messageAudience('enquiry', send.privately === true) }),
    alias: (_shop, person) => person,
    presence: new Presence(clock, () => feed),
    memo: new FrameMemo(),
    limits: { framesPerSecond: 10, burst: 30 },
    onFault,
  }
})

interface Device {
  session: Session
  frames: DownFrame[]
  closed: { code: number; reason: string }[]
  buffered: number
  say(frame: UpFrame | string): Promise<void>
  of<T extends DownFrame['t']>(t: T): Extract<DownFrame, { t: T }>[]
}

function device(): Device {
  const one: Device = {
    frames: [],
    closed: [],
    buffered: 0,
    session: new Session(parts, {
      send: (text) => one.frames.push(JSON.parse(text) as DownFrame),
      close: (code, reason) => one.closed.push({ code, reason }),
      buffered: () => one.buffered,
    }),
    async say(frame) {
      one.session.receive(typeof frame === 'string' ? frame : JSON.stringify(frame))
      await settle()
    },
    of: (t) => one.frames.filter((frame): frame is Extract<DownFrame, { t: typeof t }> => frame.t === t),
  }
  return one
}

/** Lets every promise that waits for nothing but others run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
}

const hello = (token: string, resume?: string): UpFrame => ({
  t: 'hello',
  version: protocolVersion,
  surface: 'storefront',
  token,
  device: ids.talk,
  locale: 'zh',
  ...(resume !== undefined && { resume }),
})
const text = (words: string, more: object = {}): UpFrame => ({
  t: 'send',
  conversationId: ids.talk,
  clientId: newId(),
  kind: 'message.text',
  content: { text: words },
  attempt: 1,
  ...more,
})

/** Says hello and takes the first snapshot. */
async function arrive(token: string): Promise<Device> {
  const one = device()
  await one.say(hello(token))
  await one.say({ t: 'snapshot', ref: 1 })
  const resume = one.of('snapshot')[0]?.resume
  if (resume === undefined) throw new Error('no snapshot')
  await one.say({ t: 'resume', resume })
  return one
}

test('S1 who is not signed in, or speaks an older version, is told once and told not to come back', async () => {
  const nobody = device()
  await nobody.say(hello('nobody'))
  expect(nobody.of('refused')[0]?.refusal.code).toBe('notSignedIn')
  expect(nobody.closed).toEqual([{ code: closeCodes.gone, reason: 'notSignedIn' }])
  const old = device()
  await old.say(JSON.stringify({ ...hello('ana'), version: 0 }))
  expect(old.of('refused')[0]?.refusal.code).toBe('protocolVersion')
  expect(old.closed[0]?.code).toBe(closeCodes.gone)
})

test('S1 a place of another past, beyond the head, or made up, gets resync and nothing else', async () => {
  const ana = await arrive('ana')
  const resume = ana.of('changes').at(-1)?.resume ?? ''
  await ana.say(text('committed, then lost by a restore'))
  const beyond = ana.of('changes').at(-1)?.resume ?? ''
  const other = Buffer.from(resume, 'base64url')
  other[20] = (other[20] ?? 0) ^ 1
  for (const token of ['made up', other.toString('base64url')]) {
    const again = device()
    await again.say(hello('ana', token))
    expect(again.frames.map((frame) => frame.t)).toEqual(['welcome', 'resync'])
  }
  const kept = log.backUp()
  log.restore({ ...kept, position: kept.position - 1 })
  const behind = device()
  await behind.say(hello('ana', beyond))
  expect(behind.frames.map((frame) => frame.t)).toEqual(['welcome', 'resync'])
  const before = device()
  await before.say(hello('ana', resume))
  expect(before.of('resync')).toEqual([])
})

test('S2 what is written between the hello and the snapshot arrives once, in order', async () => {
  const ana = await arrive('ana')
  const place = ana.of('changes').at(-1)?.resume ?? ''
  ana.session.closed()
  const clerk = await arrive('clerk')
  await clerk.say(text('one'))
  const again = device()
  again.session.receive(JSON.stringify(hello('ana', place)))
  await clerk.say(text('two'))
  await settle()
  await clerk.say(text('three'))
  const seqs = again.of('changes').flatMap((frame) => frame.entries.map((entry) => entry.seq))
  expect([...new Set(seqs)]).toEqual([1, 2, 3])
})

test('L5 the ack names the place of what was written, and comes after it is in the store', async () => {
  const ana = await arrive('ana')
  const frame = text('hello')
  await ana.say(frame)
  const [ack] = ana.of('ack')
  const entry = log.shop.conversations.get(ids.talk)?.entries.at(-1)
  expect(ack).toMatchObject({ seq: entry?.seq, entryId: entry?.entryId, at: clock.now() })
  expect(ack?.hash).toBe(Buffer.from(entry?.hash ?? []).toString('hex'))
})

test('L8 a note inside the shop reaches the desk, not the customer, and never a stranger', async () => {
  const [ana, clerk, other, stranger] = [await arrive('ana'), await arrive('clerk'), await arrive('clerk'), await arrive('stranger')]
  await clerk.say(text('careful with this one', { privately: true }))
  await clerk.say(text('hello'))
  const got = (one: Device) => one.of('changes').flatMap((frame) => frame.entries)
  expect(got(other).map((entry) => entry.seq)).toEqual([1, 2])
  expect(got(ana).map(({ seq, prev, skipHash }) => [seq, prev, typeof skipHash])).toEqual([[2, 0, 'string']])
  expect(got(ana)[0]?.skipHash).toBe(got(other)[0]?.hash)
  expect(got(stranger)).toEqual([])
  expect(JSON.stringify(ana.frames)).not.toContain('careful')
})

test('L8 a note inside the shop shows the customer nothing of itself by its author’s mark', async () => {
  const [ana, clerk, other] = [await arrive('ana'), await arrive('clerk'), await arrive('clerk')]
  await clerk.say(text('hello'))
  const before = ana.frames.length
  await clerk.say(text('careful with this one', { privately: true, readSeq: 1 }))
  const told = { readSeq: 1, receivedSeq: 1, ownCount: 0, readCount: 0, readOwn: 0 }
  expect(ana.frames.slice(before)).toMatchObject([{ t: 'changes', entries: [], marks: [told] }])
  expect(other.of('changes').flatMap((frame) => frame.entries)).toHaveLength(2)
  const again = await arrive('ana')
  const mark = again.of('snapshot')[0]?.marks.find((one) => one.personId === ids.clerk)
  expect(mark).toMatchObject(told)
})

test('S7 a connection that is silent for 75 s is dropped; any frame counts as life', async () => {
  const ana = await arrive('ana')
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

test('S7 pings before any hello keep no connection', async () => {
  const nobody = device()
  for (let sent = 0; sent < 4; sent++) {
    await nobody.say({ t: 'ping' })
    clock.advance(silentAfterMs / 3)
    nobody.session.reap()
  }
  expect(nobody.of('pong').length).toBeGreaterThan(2)
  expect(nobody.closed).toEqual([{ code: closeCodes.silent, reason: 'silent' }])
})

test('S8 a reader that does not read is closed, resumable, and his neighbours go on', async () => {
  const [slow, clerk, ana] = [await arrive('ana'), await arrive('clerk'), await arrive('ana')]
  slow.buffered = 1024 * 1024 + 1
  await clerk.say(text('to both'))
  expect(slow.closed).toEqual([{ code: closeCodes.slow, reason: 'slow' }])
  expect(slow.of('changes').flatMap((frame) => frame.entries)).toEqual([])
  expect(ana.of('changes').flatMap((frame) => frame.entries)).toHaveLength(1)
  expect(feed.followers).toBe(2)
})

test('S11 presence is told to those who share a conversation and to the desk, once per change, and to nobody else', async () => {
  const [clerk, stranger] = [await arrive('clerk'), await arrive('stranger')]
  const ana = await arrive('ana')
  const phone = await arrive('ana')
  const told = (one: Device) =>
    one
      .of('presence')
      .filter((frame) => frame.personId === ids.ana)
      .map((frame) => frame.state)
  expect(told(clerk)).toEqual(['online'])
  await ana.say({ t: 'presence', state: 'away' })
  expect(told(clerk)).toEqual(['online'])
  await phone.say({ t: 'presence', state: 'away' })
  expect(told(clerk)).toEqual(['online', 'away'])
  ana.session.closed()
  phone.session.closed()
  clock.advance(9_999)
  expect(told(clerk)).toEqual(['online', 'away'])
  clock.advance(1)
  expect(told(clerk)).toEqual(['online', 'away', 'offline'])
  expect(told(stranger)).toEqual([])
})

test('S11 typing reaches the others in the conversation only', async () => {
  const [ana, clerk, stranger] = [await arrive('ana'), await arrive('clerk'), await arrive('stranger')]
  await ana.say({ t: 'typing', conversationId: ids.talk })
  await stranger.say({ t: 'typing', conversationId: ids.talk })
  expect(clerk.of('typing')).toEqual([{ t: 'typing', conversationId: ids.talk, personId: ids.ana }])
  expect([ana.of('typing'), stranger.of('typing')]).toEqual([[], []])
})

test('S12 bad frames are refused one by one, and the eleventh closes the connection', async () => {
  const ana = await arrive('ana')
  clock.advance(10_000)
  const bad = ['', '{', '[]', '{"t":"nothing"}', '{"t":"ping","more":1}', `{"t":"typing","conversationId":"x"}`, 'x'.repeat(65 * 1024)]
  for (const frame of bad) await ana.say(frame)
  expect(ana.of('refused').map((frame) => frame.refusal.code)).toEqual([...Array<string>(6).fill('malformed'), 'tooLarge'])
  expect(ana.closed).toEqual([])
  for (const frame of bad.slice(0, 4)) await ana.say(frame)
  expect(ana.closed).toEqual([{ code: closeCodes.abuse, reason: 'malformed' }])
})

test('S12 a flood is refused, and ends when the bucket has filled again', async () => {
  const ana = await arrive('ana')
  clock.advance(10_000)
  for (let count = 0; count < 35; count++) await ana.say({ t: 'ping' })
  expect(ana.of('pong')).toHaveLength(30)
  expect(ana.of('refused').map((frame) => frame.refusal.code)).toEqual(Array(5).fill('tooMany'))
  clock.advance(1_000)
  await ana.say({ t: 'ping' })
  expect(ana.of('pong')).toHaveLength(31)
})

test('S12 before the hello nothing is answered but the hello', async () => {
  const early = device()
  await early.say(text('too early'))
  await early.say({ t: 'history', ref: 1, conversationId: ids.talk, fromSeq: 1, toSeq: 9 })
  expect(early.of('refused').map((frame) => frame.refusal.code)).toEqual(['notSignedIn', 'notSignedIn'])
  expect(log.shop.conversations.get(ids.talk)?.entries).toEqual([])
})
