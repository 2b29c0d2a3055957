import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LocalNames } from './addresses.ts'
import { serveNewest, sniCallback } from './certificates.ts'
import { issueAuthority, issueLeaf } from './issue.ts'
import { createLanTls, type LanTls } from './lan-tls.ts'

const DAY = 86_400_000
/** Verification goes by the machine's own calendar, so the test begins there and moves on by hand. */
let now: number
const clock = { now: () => now }
let called: LocalNames
let dir: string
const releases: (() => unknown)[] = []

beforeEach(async () => {
  now = Date.now()
  called = { addresses: ['127.0.0.1', '::1', '192.168.1.20'], names: ['localhost', 'counter.local'] }
  dir = await mkdtemp(join(tmpdir(), 'bobber-tls-'))
})
afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release()
  await rm(dir, { recursive: true })
})

const open = (): Promise<LanTls> => createLanTls({ dir, clock, names: () => called })
const leafOf = (tls: LanTls): X509Certificate => new X509Certificate(tls.present().chain)

async function listen(tls: LanTls): Promise<{ server: Server; port: number }> {
  const server = createServer({ SNICallback: sniCallback(tls) }, (_, response) => response.end('浮漂'))
  releases.push(serveNewest(tls, server))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  releases.push(() => new Promise((closed) => server.close(closed)))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('not listening')
  return { server, port: at.port }
}

interface Knock {
  port: number
  ca?: string
  servername?: string
}

async function knock({ port, ca, servername }: Knock): Promise<{ socket: TLSSocket; serial: string }> {
  const socket = connect({ port, host: '127.0.0.1', ...(ca && { ca }), ...(servername && { servername }) })
  releases.push(() => socket.destroy())
  await once(socket, 'secureConnect')
  return { socket, serial: socket.getPeerX509Certificate()?.serialNumber ?? 'none' }
}

describe('the shop’s authority', () => {
  test('T1 is made once, for its owner alone, and stays over restarts', async () => {
    const first = await open()
    const again = await open()
    expect(again.caPem).toBe(first.caPem)
    expect((await readdir(dir)).toSorted()).toEqual(['lan-authority.pem', 'lan-leaf.pem'])
    for (const file of await readdir(dir)) expect((await stat(join(dir, file))).mode & 0o777).toBe(0o600)
    const ca = new X509Certificate(first.caPem)
    expect(ca.ca).toBe(true)
    expect(ca.validToDate.getTime() - now).toBeGreaterThan(9 * 365 * DAY)
    expect(first.caPem).not.toContain('PRIVATE')
  })

  test('T1 two servers that start together share one', async () => {
    const [one, other] = await Promise.all([open(), open()])
    expect(one.caPem).toBe(other.caPem)
    expect(leafOf(one).checkIssued(new X509Certificate(other.caPem))).toBe(true)
  })

  test('T2 vouches for nothing outside the local network, even when it signs it', async () => {
    const authority = await issueAuthority('浮漂 Bobber', now)
    const strange: LocalNames[] = [
      { addresses: [], names: ['bank.example'] },
      { addresses: ['8.8.8.8'], names: [] },
      { addresses: ['127.0.0.1'], names: ['localhost', 'notlocal'] },
    ]
    for (const to of strange) {
      const leaf = await issueLeaf(authority, to, now)
      const server = createServer({ key: leaf.key, cert: leaf.chain }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      releases.push(() => new Promise((closed) => server.close(closed)))
      const at = server.address()
      const port = typeof at === 'object' && at ? at.port : 0
      const refused = knock({ port, ca: authority.chain, servername: to.names[0] ?? 'localhost' })
      await expect(refused).rejects.toThrow('permitted subtree violation')
    }
  })
})

describe('the leaf', () => {
  test('T3 names the addresses and the machine, for a year at most, and is kept', async () => {
    const tls = await open()
    const leaf = leafOf(tls)
    for (const address of called.addresses) expect(leaf.checkIP(address)).toBe(address)
    for (const name of called.names) expect(leaf.checkHost(name)).toBe(name)
    expect(leaf.checkHost('bank.example')).toBeUndefined()
    expect(leaf.checkIP('192.168.1.21')).toBeUndefined()
    expect(leaf.validToDate.getTime() - leaf.validFromDate.getTime()).toBeLessThanOrEqual(365 * DAY)
    expect(leaf.validFromDate.getTime()).toBeLessThan(now)
    expect(leaf.ca).toBe(false)
    expect(tls.addresses()).toEqual(['192.168.1.20'])
    expect(leafOf(await open()).serialNumber).toBe(leaf.serialNumber)
  })

  test('T4 is trusted by address and by name by who trusts the authority', async () => {
    const tls = await open()
    const { port } = await listen(tls)
    for (const servername of [undefined, 'localhost', 'counter.local']) {
      const { socket } = await knock({ port, ca: tls.caPem, ...(servername && { servername }) })
      expect(socket.authorized).toBe(true)
    }
  })

  test('T4 is refused by who doesn’t, and under a name it doesn’t hold', async () => {
    const tls = await open()
    const { port } = await listen(tls)
    await expect(knock({ port })).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
    const stranger = await issueAuthority('Another', now)
    await expect(knock({ port, ca: stranger.chain })).rejects.toThrow('unable to verify the first certificate')
    await expect(knock({ port, ca: tls.caPem, servername: 'bank.example' })).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  test('T5 a renewed one serves the next connection; listener and open connections stay', async () => {
    const tls = await open()
    const { server, port } = await listen(tls)
    const before = await knock({ port, ca: tls.caPem })
    let closed = false
    server.on('close', () => (closed = true))

    await tls.renew()

    const byAddress = await knock({ port, ca: tls.caPem })
    const byName = await knock({ port, ca: tls.caPem, servername: 'localhost' })
    expect(byAddress.serial).not.toBe(before.serial)
    expect(byName.serial).toBe(byAddress.serial)
    expect(byAddress.serial).toBe(leafOf(tls).serialNumber)
    expect(closed).toBe(false)
    before.socket.setEncoding('utf8')
    before.socket.write('GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n')
    expect(await once(before.socket, 'data')).toEqual([expect.stringContaining('200 OK')])
  })
})

describe('renewal in time', () => {
  test('T6 a leaf stays until two thirds of its life are over', async () => {
    const tls = await open()
    const first = leafOf(tls).serialNumber
    now += 240 * DAY
    expect(await tls.keepFresh()).toBe(false)
    expect(leafOf(tls).serialNumber).toBe(first)
    now += 3 * DAY
    expect(await tls.keepFresh()).toBe(true)
    expect(leafOf(tls).serialNumber).not.toBe(first)
    expect(await tls.keepFresh()).toBe(false)
  })

  test('T6 is renewed when an address comes or goes or the name changes, at start too', async () => {
    const tls = await open()
    const changes: LocalNames[] = [
      { ...called, addresses: [...called.addresses, '10.0.0.7'] },
      { ...called, addresses: ['127.0.0.1', '::1', '10.0.0.7'] },
      { addresses: ['127.0.0.1', '::1', '10.0.0.7'], names: ['localhost', 'till.local'] },
    ]
    for (const change of changes) {
      called = change
      expect(await tls.keepFresh()).toBe(true)
      expect(leafOf(tls).checkHost(change.names[1] ?? '')).toBeDefined()
    }
    expect(leafOf(tls).checkIP('192.168.1.20')).toBeUndefined()
    const serial = leafOf(tls).serialNumber
    called = { ...called, addresses: ['127.0.0.1', '::1', '192.168.1.99'] }
    const restarted = await open()
    expect(leafOf(restarted).serialNumber).not.toBe(serial)
    expect(leafOf(restarted).checkIP('192.168.1.99')).toBeDefined()
  })

  test('T6 a leaf of an authority that is no more is replaced at start', async () => {
    const first = await open()
    await rm(join(dir, 'lan-authority.pem'))
    const second = await open()
    expect(second.caPem).not.toBe(first.caPem)
    expect(leafOf(second).checkIssued(new X509Certificate(second.caPem))).toBe(true)
    expect(leafOf(second).serialNumber).not.toBe(leafOf(first).serialNumber)
  })
})
