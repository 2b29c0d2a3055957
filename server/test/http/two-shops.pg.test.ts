import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { protocolVersion, type RouteName, routes } from '@bobber/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { sessionCookieName } from '../../src/edge/http/cookies.ts'
import { createSync } from '../../src/edge/ws/sync.ts'
import { createShopDirectory } from '../../src/platform/shops.ts'
import { sampleBody } from './sample-body.ts'
import { testServer, type TestServer } from './test-server.ts'

const names = Object.keys(routes) as RouteName[]
/** These would end the asker's own session or wait for nobody: no id of another shop is in them. */
const withIds = names.filter((name) => JSON.stringify(sampleBody(name, 'the-id')).includes('the-id'))

let server: TestServer
/** ids of the first shop, by what they are of */
let ids: Record<string, string>
/** tokens of the second shop's people */
let strangers: Record<'owner' | 'customer', string>
const secret = '不可外传'

beforeAll(async () => {
  server = await testServer()
  const owner = await server.owner()
  ids = await firstShopsIds(owner)
  const shop = await server.secondShop()
  strangers = { owner: await server.owner(shop), customer: await server.customer('13800000002', { shop }) }
}, 60_000)
afterAll(() => server.close())

test('H10 no id of one shop opens or changes anything of it for people of another, on any route', async () => {
  expect(withIds.length).toBeGreaterThan(40)
  const before = await rowsOfFirstShop()
  const leaks: string[] = []
  let tried = 0
  for (const name of withIds) {
    const may: readonly string[] = routes[name].may
    for (const [who, token] of Object.entries(strangers)) {
      if (!may.includes(who)) continue
      for (const [kind, id] of Object.entries(ids)) {
        const surface = who === 'owner' ? 'console' : 'storefront'
        const answer = await server.ask(name, sampleBody(name, id), { token, surface, shop: 'second' })
        const text = JSON.stringify(answer.reply)
        const leaked = text.includes(secret) || Object.values(ids).some((any) => text.includes(any))
        if (leaked || answer.status >= 500 || ['malformed', 'tooMany'].includes(answer.refusal.code))
          leaks.push(`${name} as ${who} with a ${kind}: ${text}`)
        tried++
      }
    }
  }
  expect(leaks).toEqual([])
  expect(tried).toBeGreaterThan(400)
  expect(await rowsOfFirstShop()).toEqual(before)
}, 120_000)

test('H10 at the socket too: a session is of the shop that its address names, and nobody in any other', async () => {
  const http = createServer()
  const sync = createSync(server.deps, createShopDirectory(server.deps.db))
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
  const own = await server.ask('order.get', { orderId: ids['order'] ?? '' }, { token: await server.owner(), surface: 'console' })
  expect(JSON.stringify(own.reply)).toContain(secret)
})

async function firstShopsIds(owner: string): Promise<Record<string, string>> {
  const at = { token: owner, surface: 'console' } as const
  const photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#2a7f8a' } })
    .png()
    .toBuffer()
  const headers = { 'bobber-surface': 'console', authorization: `Bearer ${owner}`, 'content-type': 'image/png' }
  const added: { fileId: string } = (await server.app.inject({ method: 'POST', url: '/api/file.add', headers, payload: photo })).json()
  const csv = Buffer.from(`SKU,名称,日租金,押金,数量\nX-1,${secret}竿,35,400,2\n`)
  const imported: { importId: string } = (
    await server.app.inject({ method: 'POST', url: '/api/import.add', headers: { ...headers, 'content-type': 'text/csv' }, payload: csv })
  ).json()
  const product = {
    sku: 'S-1',
    name: `${secret}竿`,
    category: '',
    brand: '',
    specs: '',
    description: '',
    forRent: true,
    forSale: true,
    tracking: 'units',
    dayRent: 3500,
    deposit: 40_000,
    price: 10_000,
    quantity: 3,
    pictureIds: [],
  }
  const { productId, variantId } = (await server.ask('product.change', product, at)).reply
  const customer = (await server.ask('customer.create', { name: secret, phone: '13800000001' }, at)).reply.customer
  const from = Date.parse('2026-11-28T10:00+08:00')
  const lines = [{ kind: 'rental', variantId, quantity: 1, from, until: from + 86_400_000 }]
  const placed = (await server.ask('order.place', { lines, customer: { personId: customer.personId } }, at)).reply
  await server.ask('feeSheet.confirm', { orderId: placed.orderId, version: 1 }, at)
  const payment = (await server.ask('payment.request', { orderId: placed.orderId, provider: 'counter' }, at)).reply
  const units = (await server.ask('variant.get', { variantId }, at)).reply.units
  const [session] = (await server.ask('session.list', {}, at)).reply.sessions
  const [staff] = (await server.ask('staff.list', {}, at)).reply.staff
  const found = {
    product: productId,
    variant: variantId,
    customer: customer.personId,
    order: placed.orderId,
    conversation: placed.conversationId,
    payment: payment.paymentId,
    unit: units[0]?.unitId,
    session: session?.sessionId,
    staff: staff?.personId,
    file: added.fileId,
    import: imported.importId,
  }
  for (const [kind, id] of Object.entries(found)) if (id === undefined) throw new Error(`the first shop has no ${kind}`)
  return found as Record<string, string>
}

/** A digest of each table's rows of the first shop, but for when its sessions were last seen. */
async function rowsOfFirstShop(): Promise<Record<string, string>> {
  const { rows: tables } = await server.deps.pool.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c where c.column_name = 'shop_id' and c.table_schema = 'public'`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await server.deps.pool.query<{ digest: string }>(
      `select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), 'empty') as digest from "${name}" t where shop_id = $1`,
      [server.shopId],
    )
    digests[name] = rows[0]?.digest ?? 'none'
  }
  return digests
}
