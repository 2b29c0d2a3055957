import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect } from 'node:tls'
import { closeCodes } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { readConfig } from '../../src/config.ts'
import { openDeps } from '../../src/open-deps.ts'
import { createReleases } from '../../src/release.ts'
import { startAcmeServer } from '../acme/acme-server.ts'
import { booted } from './booted.ts'

const { place, run } = booted()
const hasNetwork = Object.values(networkInterfaces()).some((cards) => cards?.some(({ internal, family }) => !internal && family === 'IPv4'))

const shopNow = async (port: number): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/shop.get`, { headers: { 'bobber-surface': 'storefront' } })
  return ((await response.json()) as { now: number }).now
}

test('H15 it starts on a fresh folder, says where it is, stops cleanly, and starts again', async () => {
  const env = await place()
  const first = await run(env, async ({ port, lines }) => {
    const named = (word: string) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? ''
    expect(named('shop')).toBe(`http://localhost:${port}/`)
    expect(named('console')).toBe(`http://localhost:${port}/console/`)
    expect(named('owner')).toMatch(new RegExp(`^http://localhost:${port}/console/owner#[\\w-]{43}$`))
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toEqual({ ok: true })
    return port
  })
  await expect(fetch(`http://127.0.0.1:${first}/health`)).rejects.toThrow('fetch failed')
  await run(env, async ({ port }) => expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200))
})

test('V5 the window names the key’s file at each start, never the key, until an owner has said that it is kept', async () => {
  const env = await place()
  const nagged = ({ lines }: { lines: string[] }) => Promise.resolve(lines.slice(lines.findIndex((line) => line.startsWith('key '))))
  const first = await run(env, nagged)
  expect(first[0]).toBe(`key ${env['DATA_DIR']}/keys/master.key`)
  expect(first.join('\n')).toMatch(/设置 → 主钥匙[^]+Settings → Master key/)
  const secret = /^current (\S+)$/m.exec(await readFile(`${env['DATA_DIR']}/keys/master.key`, 'utf8'))?.[1] ?? 'none'
  expect(first.join('\n')).not.toContain(secret.slice(0, 4))
  expect(await run(env, nagged)).toEqual(first)

  await run(env, async ({ port, lines }) => {
    const { ask, token } = await ownerOf(port, lines)
    await ask('POST', 'masterKey.kept', token)
  })
  await run(env, async ({ lines }) => expect(lines.filter((line) => line.startsWith('key '))).toEqual([]))
})

test.runIf(hasNetwork)('T16 the fingerprint that the page for phones shows stands in the window and in the console, too', async () => {
  await run(await place(), async ({ port, lines }) => {
    const page = await (await fetch(`http://127.0.0.1:${port}/trust`)).text()
    const shown = /<code>([0-9A-F]{4}(?: [0-9A-F]{4}){15})<\/code>/.exec(page)?.[1] ?? 'none'
    expect(lines).toContain(`fingerprint ${shown}`)
    const { ask, token } = await ownerOf(port, lines)
    expect(await ask('GET', 'shop.settings', token)).toMatchObject({ lan: { fingerprint: shown } })
  })
})

/** Makes the owner by the link in the window. */
async function ownerOf(port: number, lines: readonly string[]) {
  const ask = async (method: string, name: string, token = '', body?: object): Promise<{ token: string }> => {
    const headers = { 'bobber-surface': 'console', authorization: `Bearer ${token}` }
    const answer = await fetch(`http://127.0.0.1:${port}/api/${name}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return (await answer.json()) as { token: string }
  }
  const link = /([\w-]{43})$/.exec(lines.find((line) => line.startsWith('owner ')) ?? '')?.[1]
  const { token } = await ask('POST', 'ownerLink.use', '', { token: link, name: '店主', login: 'owner', password: 'crane harbor 9' })
  return { ask, token }
}

test('H15 clients that are connected, over https as well, are told goodbye and hold no stop up', async () => {
  const env = await place()
  const goodbyes: number[] = []
  await run(env, async ({ port, tlsPort }) => {
    for (const address of [`ws://127.0.0.1:${port}/ws`, `wss://127.0.0.1:${tlsPort}/ws`]) {
      const socket = new WebSocket(address, { rejectUnauthorized: false })
      socket.on('close', (code) => goodbyes.push(code))
      await once(socket, 'open')
    }
  })
  // A release that takes too long fails the run; these were told before.
  expect(goodbyes).toEqual([closeCodes.restart, closeCodes.restart])
})

test('H15 a taken port leads to the next free one', async () => {
  const holder = createServer().listen(0, '::')
  await once(holder, 'listening')
  const taken = (holder.address() as { port: number }).port
  const env = { ...(await place()), PORT: String(taken) }
  await run(env, async ({ port }) => {
    expect(port).toBeGreaterThan(taken)
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  })
  holder.close()
})

test('T11 with DOMAIN its https answers by the certificate that the authority of ACME_DIRECTORY gave', async () => {
  const acmePort = await freePort()
  const authority = await startAcmeServer({
    resolve: () => ({ host: '127.0.0.1', port: acmePort }),
    now: () => Date.now(),
    lifeMs: 90 * 86_400_000,
  })
  const env = { ...(await place()), DOMAIN: 'shop.test', ACME_DIRECTORY: authority.directoryUrl, ACME_PORT: String(acmePort) }
  await run(env, async ({ tlsPort, lines }) => {
    expect(lines).toContain(`lan https://shop.test:${tlsPort}/`)
    const trusted = () => greeted(tlsPort, 'shop.test', authority.caPem)
    await expect.poll(trusted, { timeout: 20_000, interval: 100 }).toBe('trusted')
    expect(await greeted(tlsPort, 'localhost', authority.caPem)).not.toBe('trusted')
    const away = await fetch(`http://127.0.0.1:${acmePort}/p?q=1`, { redirect: 'manual' })
    expect(away.headers.get('location')).toBe(`https://shop.test:${tlsPort}/p?q=1`)
    expect(authority.counts().certificates).toBe(1)
  })
  await run(env, async ({ tlsPort }) => expect(await greeted(tlsPort, 'shop.test', authority.caPem)).toBe('trusted'))
  expect(authority.counts().orders).toBe(1)
  await authority.stop()
})

test('T13 a taken challenge port or an authority out of reach stops no start: the window says what to do', async () => {
  const holder = createServer().listen(0, '::')
  await once(holder, 'listening')
  const taken = String((holder.address() as { port: number }).port)
  const env = { ...(await place()), DOMAIN: 'shop.test', ACME_DIRECTORY: 'http://127.0.0.1:9/', ACME_PORT: taken }
  await run(env, async ({ port, lines }) => {
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    expect(lines.some((line) => line.includes(`${taken} can't be had`))).toBe(true)
    await expect.poll(() => lines.some((line) => line.includes('can reach the internet'))).toBe(true)
  })
  holder.close()
})

/** Whether a client that trusts `ca` alone is content with who answers for `servername`. */
async function greeted(port: number, servername: string, ca: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, servername, ca })
  try {
    await once(socket, 'secureConnect')
    return 'trusted'
  } catch (fault) {
    return String(fault)
  } finally {
    socket.destroy()
  }
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '::')
  await once(holder, 'listening')
  const { port } = holder.address() as { port: number }
  holder.close()
  await once(holder, 'close')
  return port
}

test('P16 a practice clock survives a restart, and play and earnest never mix', async () => {
  const env = await place()
  const practice = { ...env, CLOCK: '2026-11-27T09:00+08:00' }
  const start = Date.parse('2026-11-27T09:00+08:00')
  const hours = (ms: number) => Math.floor((ms - start) / 3_600_000)
  await run(practice, async ({ port, lines }) => {
    expect(hours(await shopNow(port))).toBe(0)
    expect(lines.some((line) => line.startsWith('practice 2026-11-27 09:00 (Asia/Shanghai)'))).toBe(true)
  })
  await expect(run(env, async () => undefined)).rejects.toMatchObject({ code: 'practiceShop' })
  const releases = createReleases()
  const beside = await openDeps(readConfig(env), { write: () => undefined }, releases, { beside: true })
  expect([beside.clock.practice, hours(beside.clock.now())]).toEqual([true, 0])
  await releases.releaseAll()
  await run({ ...env, CLOCK: '2030-01-01T00:00Z' }, async ({ port }) => expect(hours(await shopNow(port))).toBe(0))
})

test('P16 a real shop refuses CLOCK', async () => {
  const env = await place()
  await run(env, async ({ port }) => expect(Math.abs((await shopNow(port)) - Date.now())).toBeLessThan(5_000))
  await expect(run({ ...env, CLOCK: '2026-11-27T09:00+08:00' }, async () => undefined)).rejects.toMatchObject({ code: 'realShop' })
})
