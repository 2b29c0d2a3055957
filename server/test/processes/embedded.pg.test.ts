import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from '@bobber/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bobber, clientOf, good, ownerBy, type Running, startServer } from './bobber.ts'

const tackle = fileURLToPath(new URL('../fixtures/tackle-40.csv', import.meta.url))
let env: Record<string, string>
let server: Running
let owner: Client
/** the port in the owner's link */
let linkedTo: string

beforeAll(async () => {
  env = { DATA_DIR: await mkdtemp(join(tmpdir(), 'bobber-cli-')) }
  server = await startServer(env)
  const { said } = await bobber(env, 'owner-link')
  linkedTo = new URL(/http\S+/.exec(said)?.[0] ?? '').port
  owner = (await ownerBy(server, said)).client
}, 60_000)
afterAll(async () => {
  await owner.close()
  await server.node.end('SIGTERM')
  await rm(env['DATA_DIR'] ?? '', { recursive: true })
})

const keyFile = () => readFile(join(env['DATA_DIR'] ?? '', 'keys', 'master.key'), 'utf8')

test('G23 import: a catalogue comes in beside the running server, and the server shows it', async () => {
  expect((await good(owner.call('product.list', {}))).products).toEqual([])
  const tried = await bobber(env, 'import', tackle, '--dry-run')
  expect([tried.code, (await good(owner.call('product.list', {}))).products]).toEqual([0, []])
  const done = await bobber(env, 'import', tackle)
  expect(done).toMatchObject({ code: 0, said: expect.stringMatching(/✓ \d+ 个商品 products/) })
  expect((await good(owner.call('product.list', { text: 'RH-3608' }))).products).toHaveLength(1)
  expect((await bobber(env, 'import', '/no/such.csv')).code).toBe(1)
})

test('G23 a link leads to the port that the server got, and where no server ever started nothing is made', async () => {
  expect(linkedTo).toBe(new URL(server.url).port)
  const nowhere = { DATA_DIR: join(env['DATA_DIR'] ?? '', 'files', 'nowhere') }
  for (const command of ['doctor', 'owner-link']) {
    expect(await bobber(nowhere, command)).toMatchObject({ code: 1, said: expect.stringContaining('holds no shop yet') })
  }
  await expect(stat(nowhere.DATA_DIR)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('G23 shop add: a further shop opens beside the running server, by a link of its own', async () => {
  const made = await bobber(env, 'shop', 'add', 'second', '二店')
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('shop /s/second/') })
  const { client } = await ownerBy(server, made.said, 'second')
  expect((await good(client.call('product.list', {}))).products).toEqual([])
  await client.close()
  expect((await bobber(env, 'shop', 'add', 'second', '又一店')).code).toBe(1)
  expect((await bobber(env, 'shop', 'add', '../x', '店')).code).toBe(1)
})

test('G23 doctor: it says what is not well, and its exit code says so, too', async () => {
  expect(await bobber(env, 'doctor')).toMatchObject({ code: 1, said: expect.stringContaining('✗ master key') })
  await good(owner.call('masterKey.kept', {}))
  const { code, said } = await bobber(env, 'doctor')
  expect(said).toContain('✓ master key')
  expect(said).toMatch(/✓ fingerprint for phones [0-9A-F]{4}( [0-9A-F]{4}){15}/)
  expect(said).toMatch(/✓ PostgreSQL \d+\.\d+.*, 2 shop\(s\)/)
  expect(code).toBe(said.includes('✗') ? 1 : 0)
})

test('G23 keys: rotated and wrapped anew beside the running server, restored from paper, and everything stays readable', async () => {
  const { customer } = await good(owner.call('customer.create', { name: '密封的人', phone: '13812340001' }))
  const names = async (who: Client) => (await good(who.call('customer.find', { text: '0001' }))).customers.map(({ name }) => name)

  expect((await bobber(env, 'key', 'rotate')).code).toBe(0)
  expect(await names(owner)).toEqual([customer.name])
  const before = await keyFile()
  expect((await bobber(env, 'key', 'rewrap')).code).toBe(0)
  expect(await keyFile()).not.toBe(before)
  expect(await names(owner)).toEqual([customer.name])
  await good(owner.call('customer.create', { name: '后来的人', phone: '13812340002' }))

  const { words, kept } = await good(owner.call('masterKey.look', { password: 'crane harbor 9' }))
  expect(kept).toBe(false)
  const { token } = await ownerBy(server, (await bobber(env, 'owner-link')).said)
  await server.node.end('SIGTERM')
  await rm(join(env['DATA_DIR'] ?? '', 'keys', 'master.key'))
  for (const command of ['doctor', 'owner-link']) {
    expect(await bobber(env, command)).toMatchObject({ code: 1, said: expect.stringContaining('key restore') })
  }
  const wrong = words.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
  expect((await bobber(env, 'key', 'restore', wrong)).code).toBe(1)
  expect((await bobber(env, 'key', 'restore', ...words.split(' '))).code).toBe(0)

  server = await startServer(env)
  await owner.close()
  owner = clientOf(server, 'console', { token })
  expect(await names(owner)).toEqual([customer.name])
}, 60_000)

test('G23 an unknown command lists those there are, an unknown option says which there are', async () => {
  expect(await bobber(env, 'shop', 'add', '--nope')).toMatchObject({ code: 1, said: expect.stringMatching(/nope[^]*SLUG NAME/) })
  expect((await bobber(env, 'shop', 'add', '--nope')).said).not.toMatch(/\n {4}at /)
  expect(await bobber(env, 'nonsense')).toMatchObject({ code: 1, said: expect.stringContaining('bobber owner-link') })
  expect(await bobber(env, 'options')).toMatchObject({ code: 0, said: expect.stringContaining('ACME_PORT') })
})
