import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Random } from './random.ts'
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts'

const releases: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release()
})

/** The fate that is named, at the byte that is named. */
function fated(fate: string, byte: number): Random {
  const pick = <T>(from: readonly T[]): T => {
    const one = from.find((each) => each === fate) ?? from[0]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  return { next: () => 0, below: () => byte, pick }
}

/** A server behind the proxy that keeps what it hears. */
async function behind(random: Random): Promise<{ proxy: TcpProxy; heard: () => string; far: Promise<Socket> }> {
  let text = ''
  const server = createServer((socket) => socket.on('data', (bytes) => (text += bytes.toString('utf8'))).on('error', () => undefined))
  const far = once(server, 'connection').then(([socket]) => socket as Socket)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await openTcpProxy(random)
  proxy.target = (server.address() as AddressInfo).port
  releases.push(
    () => once(server.close(), 'close'),
    () => proxy.close(),
  )
  return { proxy, heard: () => text, far }
}

test('B3 a good line carries everything, both ways', async () => {
  const { proxy, heard, far } = await behind(fated('clean', 0))
  const near = connect(proxy.port, '127.0.0.1')
  near.write('hello')
  const there = await far
  await once(there, 'data')
  there.write('welcome')
  const [answer] = (await once(near, 'data')) as [Buffer]
  expect([heard(), answer.toString('utf8')]).toEqual(['hello', 'welcome'])
  near.destroy()
})

test('B3 a cut line ends in the middle of what it carried', async () => {
  const { proxy, heard, far } = await behind(fated('cut', 3))
  const near = connect(proxy.port, '127.0.0.1')
  near.write('hello')
  const there = await far
  await Promise.all([once(near, 'close'), once(there, 'close')])
  expect(heard()).toBe('hel')
  expect(proxy.counts.cut).toBe(1)
})

test('B3 a half-open line swallows, and its far end hears of nothing', async () => {
  const { proxy, heard, far } = await behind(fated('halfOpen', 0))
  const near = connect(proxy.port, '127.0.0.1')
  near.write('hello')
  const there = await far
  await once(near.end(), 'close')
  expect([heard(), there.closed, there.readableEnded]).toEqual(['', false, false])
})

test('B3 a slow line carries everything late, in order', async () => {
  const { proxy, heard, far } = await behind(fated('slow', 90))
  const near = connect(proxy.port, '127.0.0.1')
  const began = performance.now()
  near.write('one ')
  const there = await far
  await once(there, 'data')
  expect(performance.now() - began).toBeGreaterThan(80)
  near.write('two')
  await once(there, 'data')
  expect(heard()).toBe('one two')
  near.destroy()
})

test('B3 a frozen line lets everything through at its thaw, in order', async () => {
  const { proxy, heard, far } = await behind(fated('frozen', 0))
  const near = connect(proxy.port, '127.0.0.1')
  const there = await far
  near.write('one ')
  near.write('two')
  const began = performance.now()
  while (heard() !== 'one two') await once(there, 'data')
  expect(performance.now() - began).toBeGreaterThan(900)
  near.destroy()
})

test('B3 when it is calm, what goes badly is cut and new connections are good', async () => {
  const { proxy, heard } = await behind(fated('halfOpen', 0))
  const bad = connect(proxy.port, '127.0.0.1').on('error', () => undefined)
  bad.write('swallowed')
  await once(bad, 'connect')
  while (proxy.counts.halfOpen === 0) await new Promise((resolve) => setImmediate(resolve))
  proxy.calm()
  await new Promise((resolve) => bad.once('close', resolve))
  const good = connect(proxy.port, '127.0.0.1')
  good.write('hello')
  while (heard() === '') await new Promise((resolve) => setImmediate(resolve))
  expect(heard()).toBe('hello')
  good.destroy()
})
