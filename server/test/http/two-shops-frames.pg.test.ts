import { randomUUID } from 'node:crypto'
import type { DownFrame } from '@bobber/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldOf, type Path } from './sample-body.ts'
import { type FrameName, frameNames, sampleFrames } from './sample-frame.ts'
import { listenFor, type SocketDevice, type SyncAt } from './socket-device.ts'
import { testServer, type TestServer } from './test-server.ts'
import { furnishShop, kindOf, rowsOf, type ShopIds } from './two-shops-cast.ts'

const [secret, other] = ['不可外传', '二店自己']

let server: TestServer
let at: SyncAt
/** of the first shop, and of the second; with what a device of each got from the server */
let foreign: ShopIds
let own: ShopIds
let strangers: Record<'owner' | 'customer' | 'guest', string>

beforeAll(async () => {
  server = await testServer()
  at = await listenFor(server)
  const first = await server.owner()
  foreign = await furnishShop(server, first, { secret, sku: 'S-1', phone: '13800000001' })
  Object.assign(foreign, { session: first, ...(await placesOf(first)) })
  const shop = await server.secondShop()
  const owner = await server.owner(shop)
  own = await furnishShop(server, owner, { shop, secret: other, sku: 'Z-2', phone: '13800000004' })
  Object.assign(own, await placesOf(owner, shop))
  strangers = {
    owner,
    customer: await server.customer('13800000002', { shop }),
    guest: (await server.ask('guest.begin', {}, { shop })).reply.token,
  }
}, 60_000)
afterAll(async () => {
  await at.close()
  await server.close()
})

/** Where a device of the shop's owner stands in the log. */
async function placesOf(token: string, shop?: string): Promise<{ resume: string }> {
  const device = await at.connect({ token, surface: 'console', ...(shop !== undefined && { shop }) })
  device.hello()
  await device.hear(({ t }) => t === 'resync')
  const [page] = await device.ask({ t: 'snapshot', ref: 1 })
  device.close()
  if (page?.t !== 'snapshot') throw new Error('no snapshot')
  return { resume: page.resume }
}

type Who = keyof typeof strangers

/** One of the second shop's people, who has said hello there. */
async function stranger(who: Who): Promise<SocketDevice> {
  const device = await at.connect({ token: strangers[who], surface: who === 'owner' ? 'console' : 'storefront', shop: 'second' })
  device.hello()
  await device.hear(({ t }) => t === 'resync')
  return device
}

/** Frames of one kind that are the stranger's own but for the id at one place, at each place in turn. */
function framesNaming(name: FrameName, id: string): { path: Path; frame: Record<string, unknown> }[] {
  const places: string[] = []
  sampleFrames(name, (path) => (places.push(path.join('.')), ''))
  return [...new Set(places)].flatMap((place) =>
    sampleFrames(name, (path) => (path.join('.') === place ? id : (own[kindOf(fieldOf(path)) ?? ''] ?? randomUUID())))
      .filter((frame) => JSON.stringify(frame).includes(id))
      .map((frame) => ({ path: place.split('.'), frame })),
  )
}

test('H10 no id of one shop opens or changes anything of it for people of another, in any place of any frame', async () => {
  const before = await rowsOf(server, server.shopId)
  const wrong: string[] = []
  const tried = new Set<FrameName>()
  for (const who of Object.keys(strangers) as Who[]) {
    for (const name of frameNames.filter((one) => one !== 'hello')) {
      for (const [kind, id] of Object.entries(foreign)) {
        // A device of its own for each: what one frame opened must not be another's, and nobody says so much at once.
        const device = await stranger(who)
        for (const { path, frame } of framesNaming(name, id)) {
          const answers = await device.ask({
            ...frame,
            ...(name === 'send' && path.join('.') !== 'clientId' && { clientId: randomUUID() }),
          })
          const leaked = answers.filter((answer) => tells(answer, id))
          if (leaked.length > 0) wrong.push(`${name} as ${who}, ${path.join('.')} a foreign ${kind}: ${JSON.stringify(leaked)}`)
          tried.add(name)
        }
        // What nobody answers shows by now; the ids that he said himself stand in his own log.
        await device.ask({ t: 'snapshot', ref: 9 })
        if (device.frames.some((frame) => JSON.stringify(frame).includes(secret)))
          wrong.push(`${name} as ${who} with a foreign ${kind} heard the other shop`)
        device.close()
      }
    }
  }
  expect(wrong).toEqual([])
  expect([...tried]).toEqual(expect.arrayContaining(['resume', 'snapshot', 'send', 'cursor', 'history', 'typing']))
  expect(await rowsOf(server, server.shopId)).toEqual(before)
}, 120_000)

/** Anything of the first shop that the asker didn't say himself. */
function tells(answer: DownFrame, asked: string): boolean {
  const text = JSON.stringify(answer)
  return text.includes(secret) || Object.values(foreign).some((any) => any !== asked && text.includes(any))
}

test('H10 a session or a place of another shop is none here, at the hello too', async () => {
  const hear = async (device: SocketDevice) => {
    const greeting = await device.hear((frame) => frame.t !== 'presence')
    device.close()
    return greeting.t === 'refused' ? greeting.refusal.code : greeting.t
  }
  for (const surface of ['console', 'storefront'] as const) {
    const here = await at.connect({ token: foreign['session'], surface, shop: 'second' })
    here.hello()
    expect(await hear(here)).toBe('notSignedIn')
  }
  const device = await at.connect({ token: strangers.owner, surface: 'console', shop: 'second' })
  device.hello({ resume: foreign['resume'] })
  expect((await device.hear((frame) => frame.t === 'resync' || frame.t === 'changes')).t).toBe('resync')
  device.close()
})

test('H10 the same frames do open something for the shop’s own people: the tests above can tell', async () => {
  const device = await stranger('owner')
  const [history] = await device.ask({ t: 'history', ref: 1, conversationId: own['conversationId'], fromSeq: 1, toSeq: 50 })
  expect(history?.t === 'history' && history.entries.length).toBeGreaterThan(0)
  device.say({ t: 'resume', resume: own['resume'] })
  expect((await device.hear(({ t }) => t === 'changes')).t).toBe('changes')
  device.close()
})
