import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startAcmeServer, type AcmeServer } from '../../../test/acme/acme-server.ts'
import { Problem } from '../../../test/acme/problem.ts'
import { createAcmeTls, type AcmeTls } from './acme.ts'
import { serveNewest, sniCallback } from './certificates.ts'
import { startChallengeServer } from './challenge-server.ts'
import { createLanTls, type LanTls } from './lan-tls.ts'
import { readPem } from './pem-file.ts'

const DAY = 86_400_000
const domain = 'shop.test'
const releases: (() => unknown)[] = []
let now: number
const clock = { now: () => now }
let dir: string
let lan: LanTls
let authority: AcmeServer
/** The port that stands for the domain's port 80; 9 is where nobody answers. */
let port80 = 9

beforeEach(async () => {
  now = Date.now()
  port80 = 9
  dir = await mkdtemp(join(tmpdir(), 'bobber-acme-'))
  releases.push(() => rm(dir, { recursive: true }))
  lan = await createLanTls({ dir, clock, names: () => ({ addresses: ['127.0.0.1'], names: ['localhost'] }) })
  authority = await startAcmeServer({ resolve: () => ({ host: '127.0.0.1', port: port80 }), now: () => now, lifeMs: 90 * DAY })
  releases.push(() => authority.stop())
})
afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release()
})

async function open({ answering = true } = {}): Promise<AcmeTls> {
  const tls = await createAcmeTls({ domain, dir, clock, otherwise: lan, directoryUrl: authority.directoryUrl, pollMs: 5 })
  if (answering) {
    const server = await startChallengeServer(tls.challenges, domain, 0, '127.0.0.1')
    releases.push(() => server.close())
    port80 = server.port
  }
  return tls
}

/** The serial number a client sees that trusts `ca` and asks for `servername`. */
async function seen(tls: AcmeTls, ca: string, servername?: string): Promise<string> {
  const server = createServer({ SNICallback: sniCallback(tls) })
  const letGo = serveNewest(tls, server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  const socket = connect({ host: '127.0.0.1', port: typeof at === 'object' && at ? at.port : 0, ca, ...(servername && { servername }) })
  try {
    await once(socket, 'secureConnect')
    return socket.getPeerX509Certificate()?.serialNumber ?? 'none'
  } finally {
    socket.destroy()
    letGo()
    server.close()
    await once(server, 'close')
  }
}

const serialOf = (pem: string): string => new X509Certificate(pem).serialNumber

describe('a certificate by ACME', () => {
  test('T11 is issued and served for the domain; addresses and other names keep the shop’s own', async () => {
    const tls = await open()
    await expect(seen(tls, authority.caPem, domain)).rejects.toThrow('unable to verify')
    expect(await tls.keepFresh()).toBe('renewed')
    expect(authority.counts()).toEqual({ accounts: 1, orders: 1, certificates: 1 })
    const serial = await seen(tls, authority.caPem, domain)
    expect(await seen(tls, lan.caPem)).toBe(serialOf(lan.present().chain))
    expect(await seen(tls, lan.caPem, 'localhost')).toBe(serialOf(lan.present().chain))
    expect(serial).not.toBe(serialOf(lan.present().chain))
    expect(tls.challenges.size).toBe(0)
    for (const file of await readdir(dir)) expect((await stat(join(dir, file))).mode & 0o777).toBe(0o600)

    const restarted = await open()
    expect(await seen(restarted, authority.caPem, domain)).toBe(serial)
    expect(await restarted.keepFresh()).toBe('fresh')
    expect(authority.counts().orders).toBe(1)
  })

  test('T12 is renewed after two thirds of its life with the same account, and not before', async () => {
    const tls = await open()
    await tls.keepFresh()
    const first = await seen(tls, authority.caPem, domain)
    now += 59 * DAY
    expect(await tls.keepFresh()).toBe('fresh')
    expect(authority.counts().orders).toBe(1)
    now += 2 * DAY
    // Asked twice at once, it orders once.
    expect(await Promise.all([tls.keepFresh(), tls.keepFresh()])).toEqual(['renewed', 'renewed'])
    expect(authority.counts()).toEqual({ accounts: 1, orders: 2, certificates: 2 })
    expect(new X509Certificate(await stored()).validToDate.getTime()).toBeGreaterThan(now + 89 * DAY)
    expect(serialOf(await stored())).not.toBe(first)
  })

  test('T13 a challenge nobody answers is a refusal with a remedy, and the shop’s own certificate goes on', async () => {
    const tls = await open({ answering: false })
    expect(await tls.keepFresh()).toMatchObject({ code: 'acmeChallengeFailed', remedy: { en: expect.stringContaining('port 80') } })
    expect(tls.problem()?.detail).toContain('port 80')
    expect(authority.counts()).toEqual({ accounts: 1, orders: 1, certificates: 0 })
    expect(tls.challenges.size).toBe(0)
    await expect(seen(tls, authority.caPem, domain)).rejects.toThrow('unable to verify')
    expect(await seen(tls, lan.caPem)).toBe(serialOf(lan.present().chain))
  })

  test('T13 a failed renewal keeps the present certificate and waits an hour', async () => {
    const tls = await open()
    await tls.keepFresh()
    const first = await seen(tls, authority.caPem, domain)
    now += 61 * DAY
    authority.refuseOrders(new Problem('rateLimited', 'too many certificates already issued', 403))
    expect(await tls.keepFresh()).toMatchObject({ code: 'acmeRateLimited' })
    expect(serialOf(await stored())).toBe(first)
    authority.refuseOrders(undefined)
    now += 3_599_000
    expect(await tls.keepFresh()).toMatchObject({ code: 'acmeRateLimited' })
    expect(authority.counts().orders).toBe(1)
    now += 1000
    expect(await tls.keepFresh()).toBe('renewed')
    expect(tls.problem()).toBeUndefined()
    expect(serialOf(await stored())).not.toBe(first)
  })

  test('T13 an authority that is away is a refusal too', async () => {
    const tls = await open({ answering: false })
    releases.pop()
    await authority.stop()
    expect(await tls.keepFresh()).toMatchObject({ code: 'acmeUnreachable' })
  })
})

describe('the challenge listener', () => {
  test('T14 answers tokens under way, and nothing to others', async () => {
    const challenges = new Map([['token-1', 'token-1.thumbprint']])
    const server = await startChallengeServer(challenges, domain, 0, '127.0.0.1')
    releases.push(() => server.close())
    const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`, { redirect: 'manual', headers: { host: 'evil.example' } })
    const answer = await get('/.well-known/acme-challenge/token-1')
    expect([answer.status, await answer.text()]).toEqual([200, 'token-1.thumbprint'])
    for (const path of ['token-2', 'token-1/', '', '%74oken-3', '__proto__']) {
      const none = await get(`/.well-known/acme-challenge/${path}`)
      expect([none.status, await none.text()]).toEqual([404, ''])
    }
  })

  test('T14 sends everything else to https on the domain, wherever the request says it goes', async () => {
    const server = await startChallengeServer(new Map(), domain, 0, '127.0.0.1')
    releases.push(() => server.close())
    const to = async (path: string) => {
      const { status, headers } = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        redirect: 'manual',
        headers: { host: 'evil.example' },
      })
      return [status, headers.get('location')]
    }
    expect(await to('/orders/7?from=sms')).toEqual([308, 'https://shop.test/orders/7?from=sms'])
    expect(await to('/')).toEqual([308, 'https://shop.test/'])
    expect(await to('//evil.example/x')).toEqual([308, expect.stringMatching(/^https:\/\/shop\.test\//)])
    expect(await to('/@evil.example')).toEqual([308, 'https://shop.test/@evil.example'])
  })
})

async function stored(): Promise<string> {
  return (await readPem(join(dir, `acme-${domain}.pem`)))?.chain ?? ''
}
