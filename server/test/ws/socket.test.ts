import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { DownFrame } from '@bobber/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { isInTheClear } from '../../src/edge/http/trust.ts'
import { addressOf } from '../../src/edge/ws/address.ts'
import { createSyncEdge, type SyncEdge } from '../../src/edge/ws/attach.ts'
import { Crowd } from '../../src/edge/ws/crowd.ts'
import type { NewEntry } from '../../src/log/store.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { trustedProxies } from '../../src/platform/proxies.ts'
import { makeStage, type Stage } from './stage.ts'

let stage: Stage
let edge: SyncEdge
let server: Server
let mayConnect: boolean
let raws: Socket[]

beforeEach(async () => {
  stage = await makeStage(systemClock)
  stage.parts.crowd = new Crowd()
  mayConnect = true
  raws = []
  edge = createSyncEdge({ sync: () => stage.parts, clock: systemClock, mayConnect: () => mayConnect })
  server = createServer()
  server.on('connection', (raw) => raws.push(raw))
  edge.attach(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(async () => {
  await edge.stop()
  server.close()
  await stage.feed.stop()
})

const port = () => (server.address() as AddressInfo).port

interface Phone {
  socket: WebSocket
  frames: DownFrame[]
  code: Promise<number>
}

async function phone(resume?: string): Promise<Phone> {
  const socket = new WebSocket(`ws://127.0.0.1:${port()}/ws`, { perMessageDeflate: false })
  const frames: DownFrame[] = []
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString('utf8')) as DownFrame
    frames.push(frame)
    if (frame.t === 'resync') socket.send('{"t":"snapshot","ref":1}')
    if (frame.t === 'snapshot') socket.send(JSON.stringify({ t: 'resume', resume: frame.resume }))
  })
  const code = once(socket, 'close').then(([closed]) => closed as number)
  await once(socket, 'open')
  socket.send(JSON.stringify(stage.hello('ana', resume)))
  return { socket, frames, code }
}

const changesOf = ({ frames }: Phone) => frames.filter((frame) => frame.t === 'changes')
const isLive = (one: Phone) => changesOf(one).some((frame) => frame.more === undefined)

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 20_000) throw new Error(`not in 20 s: ${what}`)
    await pause(10)
  }
}

async function write(count: number): Promise<void> {
  const entry = (): NewEntry => ({
    entryId: stage.newId(),
    conversationId: stage.ids.talk,
    authorId: stage.ids.ana,
    clientId: null,
    kind: 'message.text',
    audience: 7,
    countable: true,
    at: 0,
    content: JSON.stringify({ text: '明天一早去水库,想租一根三米六的海竿。'.repeat(8) }),
  })
  await stage.log.append('', Array.from({ length: count }, entry), false)
}

test('S8 a device that missed 5,000 messages catches up, however slowly it reads, and the server holds no more than a bit of it', async () => {
  const first = await phone()
  await until('live', () => isLive(first))
  const place = changesOf(first).at(-1)?.resume
  first.socket.terminate()
  await first.code
  await write(5_000)

  const slow = await phone(place)
  slow.socket.pause()
  await pause(300)
  const held = raws.at(-1)?.writableLength ?? 0
  expect(held).toBeLessThan(512 * 1024)
  slow.socket.resume()
  await until('caught up', () => isLive(slow))
  const entries = changesOf(slow).flatMap((frame) => frame.entries)
  expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1))
  expect(changesOf(slow).every((frame) => JSON.stringify(frame).length < 128 * 1024)).toBe(true)

  // Cut in the middle, it goes on where it was.
  const half = changesOf(slow)[Math.floor(changesOf(slow).length / 2)]
  const again = await phone(half?.resume)
  await until('caught up again', () => isLive(again))
  const rest = changesOf(again).flatMap((frame) => frame.entries)
  expect([rest[0]?.seq, rest.at(-1)?.seq]).toEqual([(half?.entries.at(-1)?.seq ?? 0) + 1, 5_000])
  slow.socket.terminate()
  again.socket.terminate()
}, 60_000)

const upgrade = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

test('S12 a connection that is refused and resets its line at once ends nothing but itself', async () => {
  mayConnect = false
  for (let nth = 0; nth < 20; nth++) {
    const socket = connect(port(), '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(upgrade('/ws'))
    await once(server, 'upgrade')
    socket.resetAndDestroy()
  }
  await until('every line is gone', () => raws.every((raw) => raw.destroyed))
  mayConnect = true
  const ana = await phone()
  await until('live', () => isLive(ana))
  expect(ana.socket.readyState).toBe(WebSocket.OPEN)
  ana.socket.terminate()
})

test('S12 a connection that is refused hears it, and holds its line no longer than a second', async () => {
  const socket = connect({ port: port(), host: '127.0.0.1', allowHalfOpen: true })
  socket.write(upgrade('/elsewhere'))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1.1 403 /)
  await until('the line is gone', () => raws.every((raw) => raw.destroyed))
  socket.destroy()
})

test('H8 a socket of another machine crosses the air over https alone, and says so as the pages do', () => {
  const from = (remoteAddress: string, headers: IncomingHttpHeaders = {}, encrypted = false) =>
    isInTheClear(
      { headers, socket: { remoteAddress, encrypted } } as unknown as IncomingMessage,
      { plainHttp: false },
      trustedProxies(['10.0.0.1']),
    )
  expect([from('192.168.1.9'), from('192.168.1.9', { 'x-forwarded-proto': 'https' }), from('10.0.0.1')]).toEqual([true, true, true])
  const fine = [from('127.0.0.1'), from('::1'), from('192.168.1.9', {}, true), from('10.0.0.1', { 'x-forwarded-proto': 'https' })]
  expect(fine).toEqual([false, false, false, false])
})

test('S12 what counts as a visitor’s address behind proxies is the nearest that none of them has', () => {
  const trusts = trustedProxies(['10.0.0.0/8'])
  const from = (remoteAddress: string, forwarded?: string) =>
    addressOf({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as unknown as IncomingMessage, trusts)
  expect([from('203.0.113.7'), from('203.0.113.7', '198.51.100.1')]).toEqual(['203.0.113.7', '203.0.113.7'])
  expect([from('10.0.0.1', '198.51.100.1'), from('10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2')]).toEqual(['198.51.100.1', '198.51.100.1'])
  expect([from('10.0.0.1'), from('10.0.0.1', '10.0.0.3')]).toEqual(['10.0.0.1', '10.0.0.3'])
})

test('P9 the connections of a session that ends close at once, and those of others stay', async () => {
  const [mine, other] = [await phone(), await phone()]
  await until('live', () => isLive(mine) && isLive(other))
  const authenticate = stage.parts.authenticate.bind(stage.parts)
  stage.parts.authenticate = async (hello) => {
    const who = await authenticate(hello)
    return 'code' in who ? who : { ...who, sessionId: 'another' }
  }
  const elsewhere = await phone()
  await until('live', () => isLive(elsewhere))
  edge.closeSessions((id) => id === 'ana')
  expect([await mine.code, await other.code]).toEqual([4099, 4099])
  expect(elsewhere.socket.readyState).toBe(WebSocket.OPEN)
  elsewhere.socket.terminate()
})
