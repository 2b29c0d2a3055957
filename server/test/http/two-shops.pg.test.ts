import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { protocolVersion, type RouteName, routes } from '@bobber/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { sessionCookieName } from '../../src/edge/http/cookies.ts'
import { createSync } from '../../src/edge/ws/sync.ts'
import { createShopDirectory } from '../../src/platform/shops.ts'
import { fieldOf, idPlaces, type OpenBody, openBodies } from './sample-body.ts'
import { testServer, type TestServer } from './test-server.ts'
import { furnishShop, kindOf, rowsOf, type ShopIds } from './two-shops-cast.ts'

const names = Object.keys(routes) as RouteName[]
const withIds = names.filter((name) => idPlaces(name).length > 0)
const [secret, other] = ['不可外传', '二店自己']

let server: TestServer
/** of the first shop, and of the second */
let foreign: ShopIds
let own: ShopIds
/** tokens of the second shop's people */
let strangers: Record<'owner' | 'customer' | 'guest', string>

beforeAll(async () => {
  server = await testServer()
  foreign = await furnishShop(server, await server.owner(), { secret, sku: 'S-1', phone: '13800000001' })
  const shop = await server.secondShop()
  const owner = await server.owner(shop)
  own = await furnishShop(server, owner, { shop, secret: other, sku: 'Z-2', phone: '13800000004' })
  const guest = (await server.ask('guest.begin', {}, { shop })).reply.token
  strangers = { owner, customer: await server.customer('13800000002', { shop }), guest }
}, 60_000)
afterAll(() => server.close())

/** Own ids of the right kind; where a shop has none of a kind, one that names nothing. */
const ownId = (field: string) => own[kindOf(field) ?? ''] ?? randomUUID()

type Who = keyof typeof strangers
const askAs = (who: Who, name: RouteName, body: object) =>
  server.ask(name, body, { token: strangers[who], surface: who === 'owner' ? 'console' : 'storefront', shop: 'second' })

/** What a foreign id did that one which names nothing wouldn't have done; null: nothing. */
async function whatOpens(who: Who, name: RouteName, place: OpenBody, id: string): Promise<string | null> {
  const answer = await askAs(who, name, place.with(id))
  const text = JSON.stringify(answer.reply)
  const isLeaked = text.includes(secret) || Object.values(foreign).some((any) => any !== id && text.includes(any))
  if (isLeaked || answer.status >= 500 || answer.refusal.code === 'tooMany') return text
  if (answer.status >= 400) return null
  const unknown = await askAs(who, name, place.with(randomUUID()))
  const isSame = answer.status === unknown.status && (routes[name].verb === 'POST' || text === JSON.stringify(unknown.reply))
  return isSame ? null : text
}

test('H10 no id of one shop opens or changes anything of it for people of another, in any field of any route', async () => {
  expect(withIds.length).toBeGreaterThan(40)
  const before = await rowsOf(server, server.shopId)
  const wrong: string[] = []
  let tried = 0
  for (const name of withIds) {
    const may: readonly string[] = routes[name].may
    const welcome = (Object.keys(strangers) as Who[]).filter((who) => may.includes(who))
    for (const place of openBodies(name, ownId)) {
      for (const [kind, id] of Object.entries(foreign)) {
        // Ids of another kind lead nowhere for anybody: one of the strangers is enough to see it.
        const isOfKind = kind === kindOf(fieldOf(place.path))
        for (const who of isOfKind ? welcome : welcome.slice(0, 1)) {
          const opened = await whatOpens(who, name, place, id)
          if (opened !== null) wrong.push(`${name} as ${who}, ${place.path.join('.')} a foreign ${kind}: ${opened}`)
          tried++
        }
      }
    }
  }
  expect(wrong).toEqual([])
  expect(tried).toBeGreaterThan(1_000)
  expect(await rowsOf(server, server.shopId)).toEqual(before)
}, 240_000)

test('H10 at the socket too: a session is of the shop that its address names, and nobody in any other', async () => {
  const http = createServer()
  const sync = createSync(server.deps, createShopDirectory(server.deps.db), () => false)
  sync.attach(http)
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo
  const mine = await server.customer('13800000003')
  const answer = async (query: string, token: string, as: 'bearer' | 'cookie', shopId = server.shopId) => {
    const cookie = `${sessionCookieName({ shopId, surface: 'storefront', secure: false })}=${token}`
    const headers = as === 'cookie' ? { origin: `http://127.0.0.1:${port}`, cookie } : {}
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws${query}`, { headers })
    await once(socket, 'open')
    const hello = { t: 'hello', version: protocolVersion, surface: 'storefront', device: randomUUID(), locale: 'zh' }
    socket.send(JSON.stringify({ ...hello, ...(as === 'bearer' && { token }) }))
    const [data] = (await once(socket, 'message')) as [Buffer]
    socket.terminate()
    const frame = JSON.parse(data.toString()) as { t: string; refusal?: { code: string } }
    return frame.refusal?.code ?? frame.t
  }
  const secondId = (await createShopDirectory(server.deps.db).idOf('second')) ?? ''
  for (const as of ['bearer', 'cookie'] as const) {
    expect(await answer('', mine, as)).toBe('welcome')
    expect(await answer('?shop=second', mine, as)).toBe('notSignedIn')
    expect(await answer('?shop=second', strangers.customer, as, secondId)).toBe('welcome')
    expect(await answer('', strangers.customer, as, secondId)).toBe('notSignedIn')
    expect(await answer('?shop=no-such-shop', mine, as)).toBe('notFound')
  }
  // Whoever puts the one shop's session into the other one's cookie is nobody as well.
  expect(await answer('?shop=second', mine, 'cookie', secondId)).toBe('notSignedIn')
  await sync.stop()
  http.close()
})

test('P8 two shops of one server sign nobody out of the other: each has a cookie of its own', async () => {
  const [here, there] = [await server.ask('guest.begin', {}), await server.ask('guest.begin', {}, { shop: 'second' })]
  const jar = [...here.cookies, ...there.cookies].map((cookie) => cookie.split(';', 1)[0]).join('; ')
  const who = async (shop?: string) => {
    const answered = await server.ask('session.current', {}, { headers: { cookie: jar }, ...(shop !== undefined && { shop }) })
    return answered.reply.me?.personId
  }
  expect([await who(), await who('second')]).toEqual([here.reply.me.personId, there.reply.me.personId])
})

test('H10 the same bodies do open something for the shop’s own people: the test above can tell', async () => {
  const at = { token: strangers.owner, surface: 'console', shop: 'second' } as const
  const opened = await server.ask('order.get', { orderId: own['orderId'] ?? '' }, at)
  expect(JSON.stringify(opened.reply)).toContain(other)
  const refused = await server.ask('order.get', { orderId: foreign['orderId'] ?? '' }, at)
  expect(refused.refusal.code).toBe('notFound')
})
