import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { protocolVersion } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { booted } from './booted.ts'

const { place, run } = booted()
const host = 'shop.example.com'

/** What a proxy on this machine, which does https, passes on of a browser's request. */
const passedOn = (more: Record<string, string> = {}) => ({
  host,
  origin: `https://${host}`,
  'x-forwarded-for': '203.0.113.7',
  'x-forwarded-proto': 'https',
  ...more,
})

/** fetch writes the Host header itself; a proxy keeps the visitor's. */
async function begin(port: number, headers: Record<string, string>): Promise<{ status: number; cookies: string[] }> {
  const { request } = await import('node:http')
  const asked = request({ port, path: '/api/guest.begin', method: 'POST', headers: { 'bobber-surface': 'storefront', ...headers } })
  asked.end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  return { status: answer.statusCode, cookies: answer.headers['set-cookie'] ?? [] }
}

/** The first frame that a browser gets for its hello; the status where the upgrade is refused. */
async function hello(port: number, headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers })
  try {
    await once(socket, 'open')
    socket.send(JSON.stringify({ t: 'hello', version: protocolVersion, surface: 'storefront', device: randomUUID(), locale: 'zh' }))
    const [data] = await once(socket, 'message')
    return (JSON.parse(String(data)) as { t: string }).t
  } catch (fault) {
    return String(fault)
  } finally {
    socket.terminate()
  }
}

const named = (cookies: readonly string[]): string => cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ')

test('H16 behind a proxy that is named, calls and sockets are the https visitor’s own, however the proxy is named', async () => {
  const env = await place()
  for (const TRUST_PROXY of ['127.0.0.1', '127.0.0.0/8', 'loopback']) {
    await run({ ...env, TRUST_PROXY }, async ({ port }) => {
      const { status, cookies } = await begin(port, passedOn())
      expect([status, named(cookies)]).toEqual([200, expect.stringMatching(/__Host-bobber-storefront-\w+=/)])
      expect(await hello(port, passedOn({ cookie: named(cookies) }))).toBe('welcome')
    })
  }
})

test('H4, H16 a page of another scheme, host or port is another origin, for calls and sockets alike', async () => {
  await run({ ...(await place()), TRUST_PROXY: 'loopback' }, async ({ port }) => {
    for (const origin of [`http://${host}`, `https://${host}:8443`, `https://elsewhere.example`, 'null']) {
      expect((await begin(port, passedOn({ origin }))).status).toBe(403)
      expect(await hello(port, passedOn({ origin }))).toContain('403')
    }
    const forwarded = passedOn({ host: '127.0.0.1:8080', 'x-forwarded-host': host })
    expect((await begin(port, forwarded)).status).toBe(200)
  })
})

test('H16 the word of a proxy that nobody named is not believed, and the window says so once', async () => {
  await run(await place(), async ({ port, lines }) => {
    for (let asked = 0; asked < 2; asked++) {
      expect((await begin(port, passedOn())).status).toBe(403)
      expect(await hello(port, passedOn())).toContain('403')
    }
    expect(lines.filter((line) => line.startsWith('proxy '))).toEqual([expect.stringContaining('TRUST_PROXY=127.0.0.1')])
  })
})

test('H16 a name that is no proxy’s keeps the server from starting, and says what to give', async () => {
  const env = { ...(await place()), TRUST_PROXY: 'nginx' }
  await expect(run(env, async () => undefined)).rejects.toThrow('TRUST_PROXY=nginx names no proxy')
})
