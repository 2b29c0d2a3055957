import { readFile, readdir } from 'node:fs/promises'
import { type RouteName, routes } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sessionCookieName } from '../../src/edge/http/cookies.ts'
import { consolePath } from '../../src/modules/people/index.ts'
import { toldIn } from '../told-in.ts'
import { sampleBody } from './sample-body.ts'
import { codeIn, password, testServer, type TestServer } from './test-server.ts'

let server: TestServer
let owner: string
beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
}, 60_000)
afterAll(() => server.close())

const console = { surface: 'console' } as const

test('H1 each route answers by its verb and no other', async () => {
  for (const name of Object.keys(routes) as RouteName[]) {
    const other = routes[name].verb === 'GET' ? 'POST' : 'GET'
    const headers = { 'bobber-surface': 'console' }
    const [right, wrong] = await Promise.all(
      [routes[name].verb, other].map((method) => server.app.inject({ method: method as 'GET' | 'POST', url: `/api/${name}`, headers })),
    )
    expect(right?.statusCode).not.toBe(404)
    expect(wrong?.statusCode).toBe(404)
  }
  expect((await server.app.inject({ url: '/api/no.such' })).json()).toMatchObject({ code: 'notFound' })
})

test('H4 without the surface header, or from a page of another origin, nothing is done', async () => {
  const before = await guests()
  const bare = await server.app.inject({ method: 'POST', url: '/api/guest.begin' })
  expect(bare.json()).toMatchObject({ code: 'malformed' })
  const foreign = await server.ask('guest.begin', {}, { headers: { origin: 'https://elsewhere.example', host: 'shop.local' } })
  expect(foreign).toMatchObject({ status: 403, refusal: { code: 'originNotAllowed' } })
  expect(await guests()).toBe(before)
  expect((await server.ask('guest.begin', {}, { headers: { origin: 'http://shop.local', host: 'shop.local' } })).status).toBe(200)
})

test('H5 a route that moves money or stock needs a key', async () => {
  const once = (Object.keys(routes) as RouteName[]).filter(
    (name) => 'once' in routes[name] && (routes[name].may as readonly string[]).includes('owner'),
  )
  expect(once.length).toBeGreaterThan(5)
  for (const name of once) {
    const answer = await server.ask(name, {}, { ...console, token: owner, headers: { 'idempotency-key': 'not-a-uuid' } })
    expect(answer.refusal).toMatchObject({ code: 'malformed', values: { detail: 'idempotency-key' } })
  }
})

test('H6 a refusal is worded in the asker’s language', async () => {
  const zh = await server.ask('customer.find', { text: 'x' }, console)
  const en = await server.ask('customer.find', { text: 'x' }, { ...console, headers: { 'bobber-locale': 'en' } })
  expect([zh.status, zh.refusal]).toEqual([401, { code: 'notSignedIn', message: '还没有登录', remedy: '请先登录。' }])
  expect(en.refusal).toMatchObject({ code: 'notSignedIn', message: 'You are not signed in' })
})

test('H6 a fault is 500 without details, and its cause is in the log', async () => {
  const fault = await broken(() => server.ask('staff.list', {}, { ...console, token: owner }))
  expect(fault.status).toBe(500)
  expect(Object.keys(fault.refusal).toSorted()).toEqual(['code', 'message', 'remedy'])
  expect(JSON.stringify(fault.refusal)).not.toMatch(/staff_login|relation|select/)
  expect(await logged()).toContain('staff_login')
})

test('H7 every kind of answer carries the policy headers', async () => {
  const answers = await Promise.all(
    ['/', '/health', '/api/no.such', '/api/shop.get', '/files/x/96.webp', '/nothing.js', '/openapi.json'].map((url) =>
      server.app.inject({ url }),
    ),
  )
  for (const answer of answers) {
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['content-security-policy']).not.toMatch(/script-src[^;]*'unsafe-inline'/)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['referrer-policy']).toBe('same-origin')
  }
})

test('H9 a body over its limit is refused, and a stranger’s isn’t even read', async () => {
  const long = { personId: 'x'.repeat(300 * 1024), roles: [] }
  expect((await server.ask('staff.roles', long, { ...console, token: owner })).refusal).toMatchObject({
    code: 'tooLarge',
    values: { limit: '256 KiB' },
  })
  expect((await server.ask('staff.roles', long, console)).refusal.code).toBe('notSignedIn')
})

test('H10 a session of one shop is nobody in another', async () => {
  const second = await server.secondShop()
  expect((await server.ask('session.current', {}, { ...console, token: owner, shop: second })).reply.me).toBeNull()
  expect((await server.ask('staff.list', {}, { ...console, token: owner, shop: second })).refusal.code).toBe('notSignedIn')
  expect((await server.ask('session.current', {}, { ...console, token: owner, shop: 'no-such-shop' })).status).toBe(404)
})

test('P21 a browser is rid of a session that ended or is over, and of what it cached for it', async () => {
  const { token } = (await server.ask('guest.begin', {})).reply
  const cookie = `${sessionCookieName({ shopId: server.shopId, surface: 'storefront', secure: false })}=${token}`
  const ask = (name: RouteName) =>
    server.app.inject({ method: routes[name].verb, url: `/api/${name}`, headers: { 'bobber-surface': 'storefront', cookie } })
  const rid = (response: { headers: Record<string, unknown> }) => [response.headers['clear-site-data'], response.headers['set-cookie']]
  const ended = ['"cache"', expect.stringMatching(/^bobber-storefront-[0-9a-f]{8}=; .*Max-Age=0/)]
  expect(rid(await ask('session.current'))).toEqual([undefined, undefined])
  expect(rid(await ask('session.end'))).toEqual(ended)
  expect(rid(await ask('session.current'))).toEqual(ended)
  // Only where a page begins: an answer on its way could take away the cookie of a sign-in that came between.
  expect(rid(await ask('shop.get'))).toEqual([undefined, undefined])
  expect(
    (await server.app.inject({ url: '/api/session.current', headers: { 'bobber-surface': 'storefront' } })).headers,
  ).not.toHaveProperty('clear-site-data')
})

test('P22 the token of a link stands behind the # of its address, and in no address of a question', async () => {
  const invited = (await server.ask('invitation.create', { name: '戊', roles: ['service'] }, { ...console, token: owner })).reply
  expect(invited.path).toBe(`/console/invitation#${invited.token}`)
  expect(consolePath('owner', 'abc', 'lake')).toBe('/console/owner?shop=lake#abc')
  const withToken = (Object.keys(routes) as RouteName[]).filter((name) => JSON.stringify(sampleBody(name, '')).includes('"token"'))
  expect(withToken.length).toBeGreaterThan(5)
  expect(withToken.filter((name) => routes[name].verb !== 'POST')).toEqual([])
})

test('H12 the log holds no token, code, phone, name or password', async () => {
  const phone = '13566667777'
  await server.ask('phoneCode.send', { phone, purpose: 'signIn' })
  const code = codeIn(server.window)
  const { reply } = await server.ask('phoneCode.confirm', { phone, purpose: 'signIn', code, name: '不该被记录' })
  await server.app.inject({ url: `/console/owner?token=${reply.token}` })
  await broken(() => server.ask('customer.create', { name: '不该被记录', phone: '13566668888' }, { ...console, token: owner }))
  const log = await logged()
  expect(log).toContain('"route":"/api/phoneCode.send"')
  expect(toldIn(log, [phone, reply.token, owner, '不该被记录', '13566668888', password, code])).toEqual([])
})

test('H13 the description names every route, its roles and its body', async () => {
  const described: { paths: Record<string, Record<string, { 'x-roles': string[] }>> } = (
    await server.app.inject({ url: '/openapi.json' })
  ).json()
  for (const name of Object.keys(routes) as RouteName[]) {
    expect(described.paths[`/api/${name}`]?.[routes[name].verb.toLowerCase()]?.['x-roles']).toEqual(routes[name].may)
  }
  expect(Object.keys(described.paths)).toHaveLength(Object.keys(routes).length)
})

test('H14 health is for everybody, metrics for this machine', async () => {
  expect((await server.app.inject({ url: '/health', remoteAddress: '192.168.1.9' })).json()).toEqual({ ok: true })
  expect((await server.app.inject({ url: '/metrics', remoteAddress: '192.168.1.9' })).statusCode).toBe(404)
  expect((await server.app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).body).toContain('process_cpu_user_seconds_total')
})

test('H14 however often health is asked, the database is asked once a second at most', async () => {
  const query = vi.spyOn(server.deps.pool, 'query')
  const answers = await Promise.all(Array.from({ length: 50 }, () => server.app.inject({ url: '/health' })))
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  expect(query.mock.calls.length).toBeLessThanOrEqual(1)
  query.mockRestore()
})

async function guests(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from person where class = 'guest'`.execute(server.deps.db)
  return rows[0]?.count ?? 0
}

/** Runs while a table is away, as after a migration gone wrong. */
async function broken<T>(work: () => Promise<T>): Promise<T> {
  await server.deps.pool.query('alter table staff_login rename to staff_login_away; alter table person_search rename to person_search_away')
  try {
    return await work()
  } finally {
    await server.deps.pool.query(
      'alter table staff_login_away rename to staff_login; alter table person_search_away rename to person_search',
    )
  }
}

async function logged(): Promise<string> {
  await new Promise<void>((resolve) => server.deps.logger.flush(() => resolve()))
  const folder = `${server.deps.config.dataDir}/log`
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(`${folder}/${name}`, 'utf8')))
  return files.join('\n')
}
