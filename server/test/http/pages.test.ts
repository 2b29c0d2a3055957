import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { fastify, type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPages } from '../../src/edge/http/pages.ts'
import { endedSessionCookie, sessionCookie, sessionCookieName, sessionTokenOf } from '../../src/edge/http/cookies.ts'
import { addTrust } from '../../src/edge/http/trust.ts'

const script = `console.log(${'"float",'.repeat(500)})`
let folder: string
let app: FastifyInstance

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bobber-pages-'))
  for (const name of ['storefront', 'console']) {
    await mkdir(join(folder, name, 'assets'), { recursive: true })
    await writeFile(join(folder, name, 'index.html'), `<p>${name}</p>`)
    await writeFile(join(folder, name, 'assets', 'app-1a2b.js'), script)
  }
  await writeFile(join(folder, 'secret.txt'), 'secret')
  app = fastify()
  addTrust(app, { plainHttp: false, trustProxy: [] }, () => ({ caPem: '', shopUrl: () => 'https://192.168.1.2:8443/', tlsPort: 8443 }))
  addPages(app, { storefront: join(folder, 'storefront'), console: join(folder, 'console') })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'notFound' }))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

test('H11 a hashed file is served compressed and for ever', async () => {
  const get = (encoding: string) => app.inject({ url: '/assets/app-1a2b.js', headers: { 'accept-encoding': encoding } })
  const [brotli, gzip, plain] = await Promise.all([get('gzip, br'), get('gzip'), get('')])
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script)
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(script)
  expect(plain.body).toBe(script)
  for (const answer of [brotli, gzip, plain]) {
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
  }
  expect([brotli, gzip, plain].map((answer) => answer.headers['content-encoding'])).toEqual(['br', 'gzip', undefined])
})

test('H11 an address that names a screen gets its app, asked for again each time', async () => {
  for (const [url, name] of [
    ['/', 'storefront'],
    ['/s/second/', 'storefront'],
    ['/console/', 'console'],
    ['/console/inbox/abc', 'console'],
  ] as const) {
    const page = await app.inject({ url })
    expect(page.body).toBe(`<p>${name}</p>`)
    expect(page.headers['cache-control']).toBe('no-cache')
    const again = await app.inject({ url, headers: { 'if-none-match': String(page.headers['etag']) } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  }
})

test('H11 a missing file is missing, and nothing outside the app is there', async () => {
  for (const url of [
    '/assets/gone.js',
    '/console/assets/gone.css',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%00.js',
    '/.env.txt',
  ]) {
    const answer = await app.inject({ url })
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toContain('secret')
  }
})

test('H11 a build beside the running server: what it took away is missing, what it brought is there, the page is the new one', async () => {
  const dist = join(folder, 'console')
  await writeFile(join(dist, 'assets', 'old-3c4d.js'), script)
  expect((await app.inject({ url: '/console/assets/old-3c4d.js' })).statusCode).toBe(200)
  const before = (await app.inject({ url: '/console/' })).headers['etag']
  await rm(dist, { recursive: true })
  for (const url of ['/console/', '/console/assets/old-3c4d.js', '/console/inbox']) expect((await app.inject({ url })).statusCode).toBe(404)
  await mkdir(join(dist, 'assets'), { recursive: true })
  await writeFile(join(dist, 'index.html'), '<p>newer</p>')
  await writeFile(join(dist, 'assets', 'new-5e6f.js'), script)
  const page = await app.inject({ url: '/console/', headers: { 'if-none-match': String(before) } })
  expect([page.statusCode, page.body]).toEqual([200, '<p>newer</p>'])
  expect((await app.inject({ url: '/console/assets/new-5e6f.js' })).body).toBe(script)
  expect((await app.inject({ url: '/console/assets/old-3c4d.js' })).statusCode).toBe(404)
  expect((await app.inject({ url: '/console/assets' })).body).not.toContain('float')
})

test('H8 another machine gets over plain http the way to https and nothing else', async () => {
  const from = (url: string, remoteAddress: string) => app.inject({ url, remoteAddress, headers: { host: '192.168.1.2:8080' } })
  expect((await from('/', '192.168.1.9')).headers['location']).toBe('/trust')
  expect((await from('/console/inbox', '192.168.1.9')).headers['location']).toBe('https://192.168.1.2:8443/console/inbox')
  for (const local of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect((await from('/', local)).statusCode).toBe(200)
})

test('H7 over https the cookie belongs to this host alone, and to one shop and app', () => {
  const token = 'a'.repeat(43)
  const [shopId, otherId] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
  const here = { shopId, surface: 'console', secure: true } as const
  const name = sessionCookieName(here)
  expect(name).toMatch(/^__Host-bobber-console-[0-9a-f]{8}$/)
  expect(sessionCookie(here, token)).toBe(`${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure`)
  expect(endedSessionCookie(here)).toContain('Max-Age=0; Secure')
  expect(sessionTokenOf({ cookie: `a=b; ${name}=${token}` }, here)).toBe(token)
  expect(sessionTokenOf({ cookie: `${name}=${token}` }, { ...here, shopId: otherId })).toBeUndefined()
  expect(sessionTokenOf({ cookie: `${name}=${token}` }, { ...here, surface: 'storefront' })).toBeUndefined()
  // A cookie set over plain http by whoever sits on the wire doesn't sign anybody in over https.
  expect(sessionTokenOf({ cookie: `${sessionCookieName({ ...here, secure: false })}=${token}` }, here)).toBeUndefined()
})
