import { randomUUID } from 'node:crypto'
import { type DownFrame, isDesk, type Role, staffRoles } from '@bobber/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FrameName, frameNames } from './sample-frame.ts'
import { listenFor, type SocketDevice, type SyncAt } from './socket-device.ts'
import { testServer, type TestServer } from './test-server.ts'

/** Those of the shop, and three of another one who knock at this one's door with their own sessions. */
const foreigners = ['guest of another shop', 'customer of another shop', 'owner of another shop'] as const
const roles = ['nobody', 'guest', 'customer', ...staffRoles] as const satisfies readonly Role[]
type Knocker = (typeof roles)[number] | (typeof foreigners)[number]
const knockers: readonly Knocker[] = [...roles, ...foreigners]

let server: TestServer
let at: SyncAt
/** the customer's own talk */
let conversationId: string
const tokens = new Map<Knocker, string>()
const devices: SocketDevice[] = []

beforeAll(async () => {
  server = await testServer()
  at = await listenFor(server)
  const owner = await server.owner()
  tokens.set('owner', owner)
  tokens.set('guest', (await server.ask('guest.begin', {})).reply.token)
  const customer = await server.customer('13800000001')
  tokens.set('customer', customer)
  for (const role of staffRoles.filter((name) => name !== 'owner')) tokens.set(role, await server.staff(owner, role))
  const shop = await server.secondShop()
  tokens.set('guest of another shop', (await server.ask('guest.begin', {}, { shop })).reply.token)
  tokens.set('customer of another shop', await server.customer('13800000002', { shop }))
  tokens.set('owner of another shop', await server.owner(shop))
  conversationId = (await server.ask('enquiry.open', {}, { token: customer })).reply.conversationId
}, 60_000)
afterAll(async () => {
  for (const device of devices) device.close()
  await at.close()
  await server.close()
})

async function connect(who: Knocker): Promise<SocketDevice> {
  const surface = /owner|manager|service|warehouse|purchasing|finance|rider/.test(who) ? 'console' : 'storefront'
  const device = await at.connect({ token: tokens.get(who), surface })
  devices.push(device)
  return device
}

/** The table of frames: whoever is signed in may say any; those about a conversation are for who takes part, and for the desk. */
function expected(who: Knocker): Record<FrameName, string> {
  const isIn = (roles as readonly string[]).includes(who) && who !== 'nobody'
  const sees = who === 'customer' || (staffRoles as readonly string[]).includes(who)
  const talks = sees && (who === 'customer' || isDesk([who as (typeof staffRoles)[number]]))
  const if_in = (answer: string) => (isIn ? answer : 'notSignedIn')
  return {
    hello: if_in('welcome'),
    resume: if_in('resync'),
    snapshot: if_in(talks ? 'shown' : 'nothing'),
    send: if_in(talks ? 'ack' : 'notParticipant'),
    cursor: if_in(talks ? 'moved' : 'stays'),
    history: if_in(talks ? 'history' : 'notParticipant'),
    typing: if_in(talks ? 'heard' : 'unheard'),
    presence: if_in('taken'),
    // Only keeps a connection of somebody (S7).
    ping: 'pong',
  }
}

const aboutTalk = { t: 'send', kind: 'message.text', content: { text: '在吗' }, attempt: 1 } as const
const frames: Record<Exclude<FrameName, 'hello'>, () => object> = {
  resume: () => ({ t: 'resume', resume: 'made up' }),
  snapshot: () => ({ t: 'snapshot', ref: 1 }),
  send: () => ({ ...aboutTalk, conversationId, clientId: randomUUID() }),
  cursor: () => ({ t: 'cursor', conversationId, readSeq: 1, receivedSeq: 1 }),
  history: () => ({ t: 'history', ref: 2, conversationId, fromSeq: 1, toSeq: 10 }),
  typing: () => ({ t: 'typing', conversationId }),
  presence: () => ({ t: 'presence', state: 'away' }),
  ping: () => ({ t: 'ping' }),
}

/** In one word what came back; what nobody answers (`cursor`, `typing`, `presence`) is 'taken' unless it is refused. */
function wordOf(answers: readonly DownFrame[]): string {
  const refused = answers.find((frame) => frame.t === 'refused')
  if (refused) return refused.refusal.code
  const snapshot = answers.find((frame) => frame.t === 'snapshot')
  if (snapshot) return snapshot.heads.length > 0 ? 'shown' : 'nothing'
  return answers.find((frame) => ['resync', 'ack', 'history', 'pong'].includes(frame.t))?.t ?? 'taken'
}

test('H2 each frame is taken from exactly whom it may come', async () => {
  const found: Record<string, Record<string, string>> = {}
  const names = frameNames.filter((name) => name !== 'hello')
  const { hello: _hello, ...nobodys } = expected('nobody')
  const persons = new Map<string, Knocker>()
  const [customers, desk] = [await connect('customer'), await connect('owner')]
  for (const listener of [customers, desk]) {
    listener.hello()
    await listener.hear(({ t }) => t === 'resync')
    await sayAs(listener, 'snapshot')
  }
  for (const who of knockers) {
    const device = await connect(who)
    const before: Record<string, string> = {}
    for (const name of names) before[name] = await sayEarly(device, name)
    const said: Record<string, string> = {}
    device.hello()
    const greeting = await device.hear((frame) => frame.t === 'welcome' || (frame.t === 'refused' && frame.of === 'hello'))
    said['hello'] = greeting.t === 'refused' ? greeting.refusal.code : greeting.t
    if (greeting.t === 'welcome') persons.set(greeting.personId, who)
    // Before anybody said who he is, nothing but a ping is taken.
    expect(before).toEqual(nobodys)
    if (greeting.t === 'welcome') for (const name of names) said[name] = await sayAs(device, name)
    found[who] = { ...before, ...said }
  }
  // What nobody answers shows by what others see of it. The desk reads all of it last: by then whatever was to happen has.
  desk.say({ t: 'cursor', conversationId, readSeq: 1_000, receivedSeq: 1_000 })
  await expect.poll(hasReadAll).toBe(true)
  for (const listener of [customers, desk]) await listener.ask(frames.ping())
  const [moved, typed] = [await readers(), typists([customers, desk])]
  for (const [personId, who] of persons) {
    Object.assign(found[who] ?? {}, { cursor: moved.has(personId) ? 'moved' : 'stays', typing: typed.has(personId) ? 'heard' : 'unheard' })
  }
  expect(found).toEqual(Object.fromEntries(knockers.map((who) => [who, expected(who)])))
}, 60_000)

async function sayEarly(device: SocketDevice, name: FrameName): Promise<string> {
  const from = device.frames.length
  device.say(frames[name as keyof typeof frames]())
  return wordOf([await device.hear((one) => one.t === 'pong' || (one.t === 'refused' && one.of === name), from)])
}

async function sayAs(device: SocketDevice, name: Exclude<FrameName, 'hello'>): Promise<string> {
  const answers = name === 'send' ? [] : await device.ask(frames[name]())
  // Whoever has a snapshot goes on from there, as every device does: only then he is among the others.
  for (const page of answers) if (page.t === 'snapshot') await device.ask({ t: 'resume', resume: page.resume })
  if (name !== 'send') return wordOf(answers)
  // Its answer comes after the commit, whatever was asked meanwhile.
  const frame = frames.send() as { clientId: string }
  const from = device.frames.length
  device.say(frame)
  const isOfIt = (one: DownFrame) =>
    (one.t === 'ack' && one.clientId === frame.clientId) || (one.t === 'refused' && one.of === frame.clientId)
  return wordOf([await device.hear(isOfIt, from)])
}

/** Who has read something of the talk. */
async function readers(): Promise<Set<string>> {
  const { rows } = await server.deps.pool.query<{ person_id: string }>(
    'select person_id from participant where conversation_id = $1 and read_seq > 0',
    [conversationId],
  )
  return new Set(rows.map((row) => row.person_id))
}

/** Whether somebody has read up to the end of the talk. */
async function hasReadAll(): Promise<boolean> {
  const { rows } = await server.deps.pool.query(
    `select from participant p join conversation_head h using (shop_id, conversation_id)
     where conversation_id = $1 and p.class = 2 and p.read_seq = h.last_seq`,
    [conversationId],
  )
  return rows.length > 0
}

function typists(listeners: readonly SocketDevice[]): Set<string> {
  return new Set(listeners.flatMap(({ frames: heard }) => heard.flatMap((frame) => (frame.t === 'typing' ? [frame.personId] : []))))
}

test('H2 the generated test can tell: each frame about a conversation is taken from some and not from others', () => {
  for (const name of ['snapshot', 'send', 'cursor', 'history', 'typing'] as const) {
    expect(new Set(knockers.map((who) => expected(who)[name])).size).toBe(3)
  }
})
