import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from '@bobber/client'
import pg from 'pg'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { toldIn } from '../told-in.ts'
import { bobber, clientOf, good, ownerBy, type Running, startServer } from './bobber.ts'

const tackle = fileURLToPath(new URL('../fixtures/tackle-40.csv', import.meta.url))
// Its last digits are no port of a database.
const phone = '13698761947'
const said = '这句话只给店里看'
const remark = '留在备注里的私事'
const clients: Client[] = []
let fresh: FreshDatabase
let env: Record<string, string>
let server: Running

beforeAll(async () => {
  fresh = await freshDatabase({ empty: true })
  const folder = await mkdtemp(join(tmpdir(), 'bobber-story-'))
  env = { DATA_DIR: folder, DATABASE_URL: addressOf(fresh), CLOCK: '2026-11-27T09:00+08:00' }
  server = await startServer(env)
}, 60_000)
afterAll(async () => {
  for (const client of clients) await client.close()
  await server.node.end('SIGTERM')
  await fresh.drop()
  await rm(env['DATA_DIR'] ?? '', { recursive: true })
})

function addressOf({ connection: { user, password, host, port, database } }: FreshDatabase): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

/** Settles once the log holds what the client sent there. */
function held(client: Client, conversationId: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.subscribe(look)
    function look(): void {
      const items = client.conversation(conversationId)?.items ?? []
      if (!items.some(({ type }) => type === 'entry') || items.some(({ type }) => type === 'unsent')) return
      stop()
      resolve()
    }
    look()
  })
}

async function strangeFrame(): Promise<void> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ t: 'hello', token: said, [said]: said }))
  await new Promise((resolve) => socket.once('message', resolve))
  socket.terminate()
}

test('G11, H12 on one’s own database as an ordinary role: an order is placed, talked about and paid, outlives a restart, and the log tells nobody', async () => {
  const { said: link } = await bobber(env, 'owner-link')
  const { client: owner, token: ownerToken } = await ownerBy(server, link)
  expect((await bobber(env, 'import', tackle)).code).toBe(0)
  const visitor = clientOf(server, 'storefront')
  clients.push(owner, visitor)

  await good(visitor.call('phoneCode.send', { phone, purpose: 'signIn' }))
  await expect.poll(() => server.window.at(-1)).toMatch(/code: \d{6}$/)
  const code = /(\d{6})$/.exec(server.window.at(-1) ?? '')?.[1] ?? ''
  const { token } = await good(visitor.call('phoneCode.confirm', { phone, purpose: 'signIn', code, name: '独此一人' }))
  const customer = clientOf(server, 'storefront', { token })
  clients.push(customer)
  const { conversationId } = await good(customer.call('enquiry.open', {}))
  customer.send(conversationId, { kind: 'message.text', content: { text: said } })
  await held(customer, conversationId)

  const card = (await good(customer.call('product.list', { text: 'RH-3608' }))).products[0]
  const product = await good(customer.call('product.get', { productId: card?.productId ?? '' }))
  const from = Date.parse('2026-11-27T18:00+08:00')
  const line = { kind: 'rental', variantId: product.variants[0]?.variantId ?? '', quantity: 1, from, until: from + 48 * 3_600_000 } as const
  const { orderId } = await good(customer.call('order.place', { lines: [line], conversationId, remark }))
  await good(customer.call('feeSheet.confirm', { orderId, version: 1 }))
  const { paymentId } = await good(customer.call('payment.request', { orderId, provider: 'simulator' }))
  await good(customer.call('payment.simulate', { paymentId, outcome: 'paid' }))
  await strangeFrame()
  const wrong = await clientOf(server, 'console').call('password.signIn', { login: 'nobody-here', password: 'a secret guess' })
  expect(wrong).toMatchObject({ code: expect.any(String) })

  const seen = async () => good(clientOf(server, 'storefront', { token }).call('order.get', { orderId }))
  const before = await seen()
  await server.node.end('SIGTERM')
  server = await startServer(env)
  expect(await seen()).toEqual({ ...before, next: expect.any(Array) })
  expect(before).toMatchObject({ stage: 'toCollect', paid: 470_00, remark })

  const folder = join(env['DATA_DIR'] ?? '', 'log')
  const log = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
  expect(log).toContain('/api/order.place')
  const linkToken = /owner#([\w-]{43})/.exec(link)?.[1] ?? 'none'
  const secrets = [
    phone,
    phone.slice(-4),
    '独此一人',
    '店主甲',
    said,
    remark,
    ownerToken,
    token,
    linkToken,
    code,
    'crane harbor',
    'a secret guess',
    'nobody-here',
  ]
  expect(toldIn(log, secrets)).toEqual([])
}, 90_000)

test('G23 on a database of one’s own, without its key the key is asked for, and where no server ever started nothing is made', async () => {
  const empty = await freshDatabase({ empty: true })
  const folder = join(env['DATA_DIR'] ?? '', 'files', 'nowhere')
  for (const command of ['doctor', 'owner-link']) {
    const nothing = await bobber({ DATA_DIR: folder, DATABASE_URL: addressOf(empty) }, command)
    expect(nothing).toMatchObject({ code: 1, said: expect.stringContaining('holds no shop yet') })
    const keyless = await bobber({ ...env, MASTER_KEY_FILE: join(folder, 'master.key') }, command)
    expect(keyless).toMatchObject({ code: 1, said: expect.stringContaining('key restore') })
  }
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  const client = new pg.Client(empty.connection)
  await client.connect()
  const { rows } = await client.query(`select from pg_class where relnamespace = 'public'::regnamespace`)
  await client.end()
  await empty.drop()
  expect(rows).toEqual([])
}, 60_000)
