import { readdir } from 'node:fs/promises'
import type { Picture, WordedRefusal } from '@bobber/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishFiles, sweepUnused } from '../../src/modules/files/index.ts'
import { picturesInUse } from '../../src/modules/stock/index.ts'
import { testServer, type TestServer } from './test-server.ts'

let server: TestServer
let owner: string
let customer: string
let photo: Buffer
beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
  customer = await server.customer('13800000001')
  photo = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#2a7f8a' } })
    .jpeg()
    .toBuffer()
}, 60_000)
afterAll(() => server.close())

async function add(
  bytes: Buffer,
  token = customer,
  type = 'image/jpeg',
): Promise<{ status: number; picture: Picture; refusal: WordedRefusal }> {
  const surface = token === owner ? 'console' : 'storefront'
  const headers = { 'bobber-surface': surface, authorization: `Bearer ${token}`, 'content-type': type }
  const response = await server.app.inject({ method: 'POST', url: '/api/file.add', headers, payload: bytes })
  const json: unknown = response.json()
  return { status: response.statusCode, picture: json as Picture, refusal: json as WordedRefusal }
}
const see = (fileId: string, token?: string, edge = 360) =>
  server.app.inject({ url: `/files/${fileId}/${edge}.webp`, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
const shelves = async (): Promise<string[]> => readdir(`${server.deps.config.dataDir}/files/${server.shopId}`).catch(() => [])

test('F1 a picture is known by its bytes: SVG, HTML, GIF and the like are refused whatever they are called', async () => {
  const before = await shelves()
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html></html>', 'GIF89a……………', '%PDF-1.7', 'x']) {
    expect((await add(Buffer.from(text))).refusal.code).toBe('fileType')
  }
  expect((await add(photo, customer, 'text/html')).status).toBe(200)
  expect((await shelves()).length).toBe(before.length + 1)
})

test('F2 a bomb and a broken picture are refused, and leave nothing', async () => {
  const bomb = await sharp({ create: { width: 8000, height: 6000, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png()
    .toBuffer()
  const before = await shelves()
  expect((await add(bomb)).refusal.code).toBe('fileBroken')
  expect((await add(photo.subarray(0, 400))).refusal.code).toBe('fileBroken')
  expect((await add(Buffer.concat([photo.subarray(0, 3), Buffer.from('not a picture')]))).refusal.code).toBe('fileBroken')
  expect(await shelves()).toEqual(before)
})

test('F3 it is kept upright in four sizes of WebP, never enlarged, without EXIF', async () => {
  const turned = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#2a7f8a' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const { picture } = await add(turned)
  expect([picture.width, picture.height]).toEqual([600, 900])
  const sizes: (number | undefined)[][] = []
  for (const edge of [96, 360, 768, 1440]) {
    const seen = await see(picture.fileId, customer, edge)
    const { format, width, height, exif, orientation } = await sharp(seen.rawPayload).metadata()
    expect([format, exif, orientation]).toEqual(['webp', undefined, undefined])
    sizes.push([width, height])
  }
  expect(sizes).toEqual([[64, 96], [240, 360], [512, 768], [600, 900]]) // prettier-ignore
})

test('F5 a picture is published once, for one place, by who added it', async () => {
  const { picture } = await add(photo)
  const { personId } = (await server.ask('session.current', {}, { token: customer })).reply.me ?? { personId: '' }
  const tx = { db: server.deps.db, shopId: server.shopId }
  const talk = (await server.ask('enquiry.open', {}, { token: customer })).reply.conversationId
  const publish = (by: string, conversationId = talk) => publishFiles(tx, [picture.fileId], { as: 'conversation', conversationId, by })
  expect(await publish(server.deps.newId())).toMatchObject({ code: 'notFound' })
  expect(await publishFiles(tx, [picture.fileId, server.deps.newId()], { as: 'catalogue' })).toMatchObject({ code: 'notFound' })
  expect(await publishFiles({ ...tx, shopId: server.deps.newId() }, [picture.fileId], { as: 'catalogue' })).toMatchObject({
    code: 'notFound',
  })
  expect((await see(picture.fileId)).statusCode).toBe(404)
  expect(await publish(personId)).toBeUndefined()
  expect(await publish(personId)).toBeUndefined()
  expect(await publish(personId, server.deps.newId())).toMatchObject({ code: 'notFound' })
  expect(await publishFiles(tx, [picture.fileId], { as: 'catalogue' })).toMatchObject({ code: 'notFound' })
})

test('F6 a conversation’s picture is seen by those in it and by the desk; to others there is none', async () => {
  const { picture } = await add(photo)
  const { personId } = (await server.ask('session.current', {}, { token: customer })).reply.me ?? { personId: '' }
  const conversationId = (await server.ask('enquiry.open', {}, { token: customer })).reply.conversationId
  await publishFiles({ db: server.deps.db, shopId: server.shopId }, [picture.fileId], { as: 'conversation', conversationId, by: personId })
  const [clerk, packer] = [await server.staff(owner, 'service'), await server.staff(owner, 'warehouse')]
  const stranger = (await server.ask('guest.begin', {})).reply.token
  const second = await server.owner(await server.secondShop())
  const seen = { customer: customer, clerk, packer, stranger, second, nobody: undefined }
  const found: Record<string, number> = {}
  for (const [who, token] of Object.entries(seen)) found[who] = (await see(picture.fileId, token)).statusCode
  expect(found).toEqual({ customer: 200, clerk: 200, packer: 404, stranger: 404, second: 404, nobody: 404 })
})

test('F6 a catalogue picture is everybody’s and kept for ever; only its own sizes exist', async () => {
  const { picture } = await add(photo, owner)
  await publishFiles({ db: server.deps.db, shopId: server.shopId }, [picture.fileId], { as: 'catalogue' })
  const seen = await see(picture.fileId)
  expect(seen.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  for (const name of ['361.webp', '../96.webp', '%2e%2e%2f96.webp', '96.png']) {
    expect((await server.app.inject({ url: `/files/${picture.fileId}/${name}` })).statusCode).toBe(404)
  }
})

test('F7 what was never published is swept after two days, and what no product shows any more; what one shows stays', async () => {
  const [left, replaced, shown] = [(await add(photo, owner)).picture, (await add(photo, owner)).picture, (await add(photo, owner)).picture]
  const rod = {
    sku: 'F-7',
    name: '竿',
    category: '',
    brand: '',
    specs: '',
    description: '',
    forRent: true,
    forSale: false,
    tracking: 'units',
  }
  const change = async (body: object) =>
    (await server.ask('product.change', { ...rod, ...body }, { token: owner, surface: 'console' })).reply
  const made = await change({ pictureIds: [replaced.fileId] })
  await change({ ...made, version: 1, pictureIds: [shown.fileId] })
  expect(await sweepUnused(server.deps, picturesInUse)).toBe(0)
  server.pass(48 * 3_600_000 + 1)
  expect(await sweepUnused(server.deps, picturesInUse)).toBeGreaterThan(1)
  expect((await see(left.fileId, owner)).statusCode).toBe(404)
  expect((await see(replaced.fileId)).statusCode).toBe(404)
  expect((await see(shown.fileId)).statusCode).toBe(200)
  const { rows } = await server.deps.pool.query<{ folder: string }>('select folder from file where shop_id = $1', [server.shopId])
  expect((await shelves()).toSorted()).toEqual(rows.map((row) => row.folder).toSorted())
})

test('F8 a customer’s hundredth picture of a day is his last, another’s goes on', async () => {
  const token = await server.customer('13800000099')
  const { personId } = (await server.ask('session.current', {}, { token })).reply.me ?? { personId: '' }
  await server.deps.pool.query(
    `insert into file (shop_id, file_id, added_by, folder, width, height, bytes, digest, added_at)
     select $1, gen_random_uuid(), $2, 'none', 1, 1, 1, '', $3 from generate_series(1, 100)`,
    [server.shopId, personId, new Date(server.deps.clock.now())],
  )
  expect((await add(photo, token)).refusal.code).toBe('tooMany')
  expect((await add(photo)).status).toBe(200)
})
