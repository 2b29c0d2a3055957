import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeCodes, protocolVersion } from '@bobber/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { SyncEdge } from '../../src/edge/ws/attach.ts'
import { createSync } from '../../src/edge/ws/sync.ts'
import { tellSince } from '../../src/modules/people/index.ts'
import { createShopDirectory } from '../../src/platform/shops.ts'
import { testServer, type TestServer } from '../http/test-server.ts'

let server: TestServer
let sync: SyncEdge
let http: Server

beforeAll(async () => {
  server = await testServer()
  sync = createSync(server.deps, createShopDirectory(server.deps.db), () => false)
  http = createServer()
  sync.attach(http)
  await once(http.listen(0, '127.0.0.1'), 'listening')
}, 60_000)
afterAll(async () => {
  await sync.stop()
  http.close()
  await server.close()
})

/** A welcomed connection, and how it is told to end. */
async function connected(token: string, surface: 'storefront' | 'console') {
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`)
  const ended = once(socket, 'close').then(([code, reason]) => [code as number, String(reason)])
  await once(socket, 'open')
  socket.send(JSON.stringify({ t: 'hello', version: protocolVersion, surface, token, device: randomUUID(), locale: 'zh' }))
  const [first] = (await once(socket, 'message')) as [Buffer]
  expect(String(first)).toMatch(/^\{"t":"welcome"/)
  return { socket, ended }
}

const within5s = <T>(what: Promise<T>) =>
  Promise.race([what, new Promise<string>((resolve) => void setTimeout(resolve, 5_000, 'still open').unref())])
const revoked = [closeCodes.gone, 'revoked']

test('P9 whoever signs out, is dismissed, or ends a session elsewhere: every socket of it closes within 5 s, and no other', async () => {
  const owner = await server.owner()
  const [clerk, customer, other] = [
    await server.staff(owner, 'service'),
    await server.customer('13800000101'),
    await server.customer('13800000102'),
  ]
  const atDesk = await connected(clerk, 'console')
  const [tab, second] = [await connected(customer, 'storefront'), await connected(customer, 'storefront')]
  const stays = await connected(other, 'storefront')

  const { me } = (await server.ask('session.current', {}, { token: clerk, surface: 'console' })).reply
  await server.ask('staff.dismiss', { personId: me?.personId ?? '' }, { token: owner, surface: 'console' })
  expect(await within5s(atDesk.ended)).toEqual(revoked)
  await server.ask('session.end', {}, { token: customer })
  expect(await within5s(tab.ended)).toEqual(revoked)
  expect(await within5s(second.ended)).toEqual(revoked)

  // On another node it was ended in the database, and this one looks for that every 2 s.
  const there = await connected(await server.customer('13800000103'), 'storefront')
  const since = await tellSince(server.deps, undefined)
  await server.deps.pool.query(`update session set ended_at = now() where session_id in (
    select session_id from session where ended_at is null order by created_at desc limit 1)`)
  await tellSince(server.deps, since)
  expect(await within5s(there.ended)).toEqual(revoked)
  expect(stays.socket.readyState).toBe(WebSocket.OPEN)
  stays.socket.terminate()
})
