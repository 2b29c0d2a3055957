import { once } from 'node:events'
import { type ClientRequest, createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer } from './test-server.ts'

const MiB = 1024 * 1024
let server: TestServer
let listener: Server
let owner: string
let photo: Buffer

beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
  listener = createServer((asked, answer) => server.app.routing(asked, answer)).listen(0)
  await once(listener, 'listening')
  photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#2a7f8a' } })
    .png()
    .toBuffer()
}, 60_000)
afterAll(async () => {
  listener.closeAllConnections()
  listener.close()
  await server.close()
})

const opened = (token: string, surface: string, headers: Record<string, string | number>) =>
  request({
    port: (listener.address() as AddressInfo).port,
    method: 'POST',
    path: '/api/file.add',
    headers: { 'bobber-surface': surface, authorization: `Bearer ${token}`, ...headers },
  }).on('error', () => undefined)

/** Sends a whole picture; answers the picture's id, or the refusal's code. */
async function add(token: string, surface = 'storefront', headers: Record<string, string | number> = {}): Promise<string> {
  const sending = opened(token, surface, headers)
  sending.end(photo)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  const said = (await json(answer)) as { fileId?: string; code?: string }
  return said.code ?? (said.fileId === undefined ? 'nothing' : 'added')
}

test('H18 who has announced all he may have is told to wait, others go on, and when he leaves he may begin again', async () => {
  const token = await server.customer('13800000018')
  const other = await server.customer('13800000019')
  let stalled: ClientRequest | undefined
  const stall = (): void => {
    stalled = opened(token, 'storefront', { 'content-length': 20 * MiB })
    // It found the picture that was asked about meanwhile in its room.
    stalled.once('response', stall)
    stalled.write('the first bytes of it')
  }
  stall()
  await expect.poll(() => add(token), { interval: 20 }).toBe('busy')
  expect([await add(other), await add(owner, 'console')]).toEqual(['added', 'added'])
  stalled?.destroy()
  await expect.poll(() => add(token), { interval: 20 }).toBe('added')
})

test('H18 whatever a body comes to, its room is free again', async () => {
  const token = await server.customer('13800000028')
  for (let tried = 0; tried < 30; tried++) {
    // More than twenty in twenty MiB: each of these takes half of what the session has.
    const broken = opened(token, 'storefront', { 'content-length': 10 * MiB })
    broken.end(Buffer.concat([Buffer.from('not a picture'), Buffer.alloc(10 * MiB - 13)]))
    const [answer] = (await once(broken, 'response')) as [IncomingMessage]
    expect(await json(answer)).toMatchObject({ code: 'fileType' })
  }
  expect(await add(token)).toBe('added')
}, 60_000)

test('H9 what comes in pieces is counted when it is here', async () => {
  const { token } = (await server.ask('guest.begin', {})).reply
  const pieces = opened(token, 'storefront', { 'transfer-encoding': 'chunked' })
  pieces.end(Buffer.alloc(9 * MiB))
  const [answer] = (await once(pieces, 'response')) as [IncomingMessage]
  expect(await json(answer)).toMatchObject({ code: 'tooLarge', values: { limit: '8 MiB' } })
  expect(await add(token, 'storefront', { 'transfer-encoding': 'chunked' })).toBe('added')
})
