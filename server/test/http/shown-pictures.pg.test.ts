import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { bit } from '@bobber/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitMessage } from '../../src/modules/conversations/index.ts'
import { publishFiles, sweepUnused, withdrawFiles } from '../../src/modules/files/index.ts'
import { picturesInUse } from '../../src/modules/stock/index.ts'
import { testServer, type TestServer } from './test-server.ts'

let server: TestServer
let owner: string
let customer: string
let talk: string
let tx: { db: TestServer['deps']['db']; shopId: string }
beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
  customer = await server.customer('13800000001')
  talk = (await server.ask('enquiry.open', {}, { token: customer })).reply.conversationId
  tx = { db: server.deps.db, shopId: server.shopId }
}, 60_000)
afterAll(() => server.close())

async function add(token: string, surface: string): Promise<string> {
  const payload = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#2a7f8a' } })
    .png()
    .toBuffer()
  const headers = { 'bobber-surface': surface, authorization: `Bearer ${token}`, 'content-type': 'image/png' }
  const added = await server.app.inject({ method: 'POST', url: '/api/file.add', headers, payload })
  return added.json<{ fileId: string }>().fileId
}
const see = async (fileId: string, token: string) =>
  (await server.app.inject({ url: `/files/${fileId}/96.webp`, headers: { authorization: `Bearer ${token}` } })).statusCode
const idOf = async (token: string, surface: 'storefront' | 'console') =>
  (await server.ask('session.current', {}, { token, surface })).reply.me?.personId ?? ''
const image = (fileId: string) => ({ conversationId: talk, kind: 'message.image', content: { fileId, width: 9, height: 9 } }) as const
const clerk = async () => ({ shopId: server.shopId, personId: await idOf(owner, 'console'), class: 'staff', desk: true }) as const

test('F6 the picture of a private note is the staff’s alone, until the same is sent for the customer, too', async () => {
  const fileId = await add(owner, 'console')
  const colleague = await server.staff(owner, 'service')
  expect(await admitMessage(server.deps.db, await clerk(), { ...image(fileId), privately: true })).toMatchObject({ audience: bit.staff })
  expect([await see(fileId, owner), await see(fileId, colleague), await see(fileId, customer)]).toEqual([200, 200, 404])
  await admitMessage(server.deps.db, await clerk(), image(fileId))
  expect([await see(fileId, colleague), await see(fileId, customer)]).toEqual([200, 200])
})

test('F15 a picture that was taken back is served to nobody, not even who added it, and gone at the next sweep', async () => {
  const [back, stays] = [await add(customer, 'storefront'), await add(customer, 'storefront')]
  const sender = { shopId: server.shopId, personId: await idOf(customer, 'storefront'), class: 'customer', desk: false } as const
  for (const fileId of [back, stays]) await admitMessage(server.deps.db, sender, image(fileId))
  expect([await see(back, owner), await see(back, customer)]).toEqual([200, 200])

  const failed = server.deps.db.transaction().execute(async (db) => {
    await withdrawFiles({ ...tx, db }, [back])
    throw new Error('the message was not taken back')
  })
  await expect(failed).rejects.toThrow('not taken back')
  expect(await see(back, owner)).toBe(200)

  await withdrawFiles({ ...tx, shopId: randomUUID() }, [back])
  expect(await see(back, owner)).toBe(200)
  await withdrawFiles(tx, [back])
  expect([await see(back, owner), await see(back, customer), await see(stays, owner)]).toEqual([404, 404, 200])
  expect(await admitMessage(server.deps.db, sender, image(back))).toMatchObject({ code: 'notFound' })

  const shelves = async () => (await readdir(`${server.deps.config.dataDir}/files/${server.shopId}`)).length
  const before = await shelves()
  await sweepUnused(server.deps, picturesInUse)
  expect(await shelves()).toBe(before - 1)
  expect(await see(stays, customer)).toBe(200)
})

async function send(fileId: string, by: 'customer' | 'clerk', privately = false): Promise<number> {
  const personId = by === 'customer' ? await idOf(customer, 'storefront') : await idOf(owner, 'console')
  const sender = by === 'customer' ? ({ class: 'customer', desk: false } as const) : ({ class: 'staff', desk: true } as const)
  const admitted = await admitMessage(server.deps.db, { shopId: server.shopId, personId, ...sender }, { ...image(fileId), privately })
  if ('code' in admitted) throw new Error(admitted.code)
  const said = await server.deps.log.lane(server.shopId).append(
    {
      entryId: randomUUID(),
      conversationId: talk,
      authorId: personId,
      clientId: randomUUID(),
      kind: 'message.image',
      ...admitted,
      countable: true,
      at: server.deps.clock.now(),
      sender: { ...sender, readSeq: 0 },
    },
    1,
  )
  if (!said.ok) throw new Error(said.code)
  return said.entry.seq
}
const recall = (seq: number, token: string, surface: 'storefront' | 'console') =>
  server.ask('message.recall', { conversationId: talk, seq }, { token, surface })

test('F15 taking the message back takes its picture back', async () => {
  const fileId = await add(customer, 'storefront')
  const seq = await send(fileId, 'customer')
  expect(await see(fileId, owner)).toBe(200)
  await recall(seq, customer, 'storefront')
  expect([await see(fileId, owner), await see(fileId, customer)]).toEqual([404, 404])
})

test('F15 a picture that another message shows stays with those who see that one, until it is taken back, too', async () => {
  const fileId = await add(owner, 'console')
  const colleague = await server.staff(owner, 'service')
  const note = await send(fileId, 'clerk', true)
  const open = await send(fileId, 'clerk')
  expect([await see(fileId, colleague), await see(fileId, customer)]).toEqual([200, 200])
  await recall(open, owner, 'console')
  expect([await see(fileId, colleague), await see(fileId, customer)]).toEqual([200, 404])
  await recall(note, owner, 'console')
  expect([await see(fileId, colleague), await see(fileId, owner)]).toEqual([404, 404])
})

test('F15 two messages that show one picture, taken back at once, leave it to nobody', async () => {
  for (let round = 0; round < 5; round++) {
    const fileId = await add(customer, 'storefront')
    const seqs = [await send(fileId, 'customer'), await send(fileId, 'customer')]
    await Promise.all(seqs.map((seq) => recall(seq, customer, 'storefront')))
    expect([await see(fileId, owner), await see(fileId, customer)]).toEqual([404, 404])
  }
})

test('F15 evidence is never taken back, nor what the catalogue shows', async () => {
  const [proof, product] = [await add(owner, 'console'), await add(owner, 'console')]
  await publishFiles(tx, [proof], { as: 'evidence', conversationId: talk, by: await idOf(owner, 'console') })
  await publishFiles(tx, [product], { as: 'catalogue' })
  await withdrawFiles(tx, [proof, product])
  expect([await see(proof, customer), await see(product, customer)]).toEqual([200, 200])
})
