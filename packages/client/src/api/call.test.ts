import { refuse, worded } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { Bench, talk } from '../client.builders.ts'
import type { Response } from '../environment.ts'
import { ServerFault } from './call.ts'

const reply = (status: number, body: unknown): Promise<Response> => Promise.resolve({ status, json: () => Promise.resolve(body) })
const lost = () => Promise.reject<Response>(new Error('connection lost'))
const keys = (bench: Bench) => bench.requests.map(({ request }) => request.headers['idempotency-key'])

test('SDK16 a query goes as text in the address, a command as JSON, both with surface, locale and shop', async () => {
  const bench = new Bench({ shop: 'lake' })
  bench.answer = () => reply(200, {})
  await bench.client.call('order.price', { lines: '[{"a":1}]' })
  await bench.client.call('conversation.resolve', { conversationId: talk })
  const [query, command] = bench.requests
  expect(query?.url).toBe(`http://shop/api/order.price?lines=${encodeURIComponent('[{"a":1}]')}`)
  expect(query?.request).toMatchObject({
    method: 'GET',
    headers: { 'bobber-surface': 'storefront', 'bobber-locale': 'zh', 'bobber-shop': 'lake' },
  })
  expect(command).toMatchObject({
    url: 'http://shop/api/conversation.resolve',
    request: { method: 'POST', body: JSON.stringify({ conversationId: talk }) },
  })
  expect(keys(bench)).toEqual([undefined, undefined])
})

test('SDK16 a money command is asked with the same key until somebody answers, also after a fault', async () => {
  const bench = new Bench()
  const answers = [lost, () => reply(503, {}), () => reply(500, { code: 'fault' }), () => reply(200, {})]
  bench.answer = () => answers.shift()?.() ?? lost()
  const done = bench.client.call('order.cancel', { orderId: talk, reason: '' })
  for (let nth = 0; nth < 4; nth++) await bench.pass(5_000)
  expect(await done).toEqual({})
  expect(bench.requests).toHaveLength(4)
  expect(new Set(keys(bench)).size).toBe(1)
  expect(keys(bench)[0]).toMatch(/^[0-9a-f-]{36}$/)
})

test('SDK16 two commands have two keys', async () => {
  const bench = new Bench()
  bench.answer = () => reply(200, {})
  await bench.client.call('order.cancel', { orderId: talk, reason: '' })
  await bench.client.call('order.cancel', { orderId: talk, reason: '' })
  expect(new Set(keys(bench)).size).toBe(2)
})

test('SDK16 other commands are never repeated, queries three times; nobody answering is the refusal offline', async () => {
  const bench = new Bench()
  expect(await bench.client.call('message.recall', { conversationId: talk, seq: 1 })).toMatchObject({ code: 'offline' })
  expect(bench.requests).toHaveLength(1)
  const asked = bench.client.call('shop.get', {})
  for (let nth = 0; nth < 4; nth++) await bench.pass(5_000)
  expect(await asked).toMatchObject({ code: 'offline', message: '连不上店铺' })
  expect(bench.requests).toHaveLength(4)
})

test('SDK16 a refusal is a value, a fault is thrown', async () => {
  const bench = new Bench()
  bench.answer = () => reply(403, worded(refuse('forbidden'), 'zh'))
  expect(await bench.client.call('shop.get', {})).toMatchObject({ code: 'forbidden' })
  bench.answer = () => reply(500, { code: 'fault', message: '', remedy: '' })
  await expect(bench.client.call('shop.get', {})).rejects.toThrow(ServerFault)
})

test('SDK16 where no cookies are, the token of a sign-in is kept and used from then on', async () => {
  const bench = new Bench({ keepsToken: true })
  bench.answer = () => reply(200, { me: { personId: 'x' }, token: 'secret-token' })
  await bench.client.call('guest.begin', {})
  await bench.client.call('shop.get', {})
  expect(bench.requests.map(({ request }) => request.headers['authorization'])).toEqual([undefined, 'Bearer secret-token'])
  const next = new Bench({ keepsToken: true }, bench.rows)
  await next.accept()
  expect(next.of('hello')[0]).toMatchObject({ token: 'secret-token' })
})
