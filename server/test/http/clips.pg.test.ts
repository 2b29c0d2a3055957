import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Picture, WordedRefusal } from '@bobber/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishFiles, sweepUnused } from '../../src/modules/files/index.ts'
import { picturesInUse } from '../../src/modules/stock/index.ts'
import { testServer, type TestServer } from './test-server.ts'

const fixture = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, '../fixtures/clips', name))
const at = { surface: 'console' } as const

let server: TestServer
let owner: string
let phone: Buffer
let photo: Buffer
beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
  phone = await fixture('phone.mov')
  photo = await sharp({ create: { width: 120, height: 160, channels: 3, background: '#2a7f8a' } })
    .jpeg()
    .toBuffer()
}, 60_000)
afterAll(() => server.close())

type Answer = Picture & WordedRefusal

async function upload(url: string, payload: Buffer, token: string, shop?: string): Promise<Answer> {
  const headers = { 'bobber-surface': 'console', authorization: `Bearer ${token}`, ...(shop !== undefined && { 'bobber-shop': shop }) }
  return (await server.app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': 'video/mp4' }, payload })).json()
}
const poster = async (token = owner, shop?: string) => (await upload('/api/file.add', photo, token, shop)).fileId
const give = (fileId: string, clip: Buffer, token = owner, shop?: string) => upload(`/api/clip.add?fileId=${fileId}`, clip, token, shop)
const see = (fileId: string, headers: Record<string, string> = {}) => server.app.inject({ url: `/files/${fileId}/clip`, headers })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const shelf = () => join(server.deps.config.dataDir, 'files', server.shopId)
const lying = async (): Promise<string[]> => (await readdir(shelf(), { recursive: true })).toSorted()

async function published(): Promise<string> {
  const fileId = await poster()
  expect((await give(fileId, phone)).seconds).toBe(1)
  await publishFiles({ db: server.deps.db, shopId: server.shopId }, [fileId], { as: 'catalogue' })
  return fileId
}

test('F9 a picture is given one clip, by whoever added it, before it is published', async () => {
  const fileId = await poster()
  expect(await give(fileId, phone)).toEqual({ fileId, width: 120, height: 160, seconds: 1 })
  expect(await give(fileId, phone)).toMatchObject({ code: 'notFound' })
  const shown = await poster()
  await publishFiles({ db: server.deps.db, shopId: server.shopId }, [shown], { as: 'catalogue' })
  expect(await give(shown, phone)).toMatchObject({ code: 'notFound' })
  const manager = await server.staff(owner, 'manager')
  const hers = await poster(manager)
  expect(await give(hers, phone)).toMatchObject({ code: 'notFound' })
  expect(await give(server.deps.newId(), phone)).toMatchObject({ code: 'notFound' })
  expect(await give(hers, phone, await server.staff(owner, 'service'))).toMatchObject({ code: 'forbidden' })
  expect((await give(hers, phone, manager)).seconds).toBe(1)
})

test('F9 of two at once one is kept', async () => {
  const fileId = await poster()
  const answers = await Promise.all([give(fileId, phone), give(fileId, await fixture('clip.webm'))])
  expect(answers.map(({ code }) => code).toSorted()).toEqual(['notFound', undefined])
  const { rows } = await server.deps.pool.query<{ folder: string; clip: string }>('select folder, clip from file where file_id = $1', [
    fileId,
  ])
  const names = await readdir(join(shelf(), rows[0]?.folder ?? ''))
  expect(names.filter((name) => name.startsWith('clip'))).toEqual([`clip.${rows[0]?.clip}`])
})

test('F9 it is published, seen and swept with its picture, and by products told', async () => {
  const [left, shown] = [await poster(), await poster()]
  for (const fileId of [left, shown]) await give(fileId, phone)
  expect((await see(shown)).statusCode).toBe(404)
  expect((await see(shown, bearer(owner))).statusCode).toBe(200)
  const product = { sku: 'C-1', name: '海竿', category: '', brand: '', specs: '', description: '', forRent: true, forSale: false }
  const change = { ...product, tracking: 'units', dayRent: 3500, pictureIds: [shown] }
  const { productId } = (await server.ask('product.change', change, { token: owner, ...at })).reply
  const told = { fileId: shown, width: 120, height: 160, seconds: 1 }
  expect((await server.ask('product.get', { productId })).reply.pictures).toEqual([told])
  expect((await server.ask('product.list', {})).reply.products[0]?.picture).toEqual(told)
  expect((await see(shown)).statusCode).toBe(200)
  server.pass(48 * 3_600_000 + 1)
  await sweepUnused(server.deps, picturesInUse)
  expect((await see(left, bearer(owner))).statusCode).toBe(404)
  expect((await see(shown)).statusCode).toBe(200)
  const { rows } = await server.deps.pool.query<{ folder: string }>('select folder from file where shop_id = $1', [server.shopId])
  expect((await readdir(shelf())).toSorted()).toEqual(rows.map(({ folder }) => folder).toSorted())
})

test('F9 another shop neither gives, shows nor sees it', async () => {
  const second = await server.secondShop()
  const stranger = await server.owner(second)
  const fileId = await poster()
  expect(await give(fileId, phone, stranger, second)).toMatchObject({ code: 'notFound' })
  await give(fileId, phone)
  expect((await see(fileId, bearer(stranger))).statusCode).toBe(404)
  const tx = { db: server.deps.db, shopId: (await ownShopOf(stranger, second)) ?? '' }
  expect(await publishFiles(tx, [fileId], { as: 'catalogue' })).toMatchObject({ code: 'notFound' })
})

test('F10 what isn’t a clip by its bytes, or doesn’t play everywhere, or is too long is refused and leaves nothing', async () => {
  const fileId = await poster()
  const before = await lying()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  for (const bytes of [svg, Buffer.from('a renamed text'), photo, await fixture('iphone-hevc.mov')]) {
    expect(await give(fileId, bytes)).toMatchObject({ code: 'clipType' })
  }
  const long = await give(fileId, await fixture('long.mp4'))
  expect(long).toMatchObject({ code: 'clipLong', values: { seconds: 60, limit: '50 MB' } })
  expect(await lying()).toEqual(before)
  expect((await give(fileId, await fixture('clip.webm'))).seconds).toBe(1.007)
})

test('F11 what lies on disk tells nobody where it was filmed, and only the server reads it', async () => {
  const fileId = await published()
  const { rawPayload } = await see(fileId)
  const { rows } = await server.deps.pool.query<{ folder: string }>('select folder from file where file_id = $1', [fileId])
  const path = join(shelf(), rows[0]?.folder ?? '', 'clip.mp4')
  expect(rawPayload.equals(await readFile(path))).toBe(true)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  for (const secret of ['30.2489', '120.1490', 'ferry', 'gpmd']) {
    expect(phone.includes(secret)).toBe(true)
    expect(rawPayload.includes(secret)).toBe(false)
  }
})

test('F12 a broken clip leaves nothing, and the same picture takes a good one', async () => {
  const fileId = await poster()
  const before = await lying()
  expect(await give(fileId, phone.subarray(0, phone.length / 2))).toMatchObject({ code: 'fileBroken' })
  expect(await lying()).toEqual(before)
  expect((await give(fileId, phone)).seconds).toBe(1)
})

test('F13 a clip is sent in the parts a player asks for', async () => {
  const fileId = await published()
  const whole = await see(fileId)
  const size = whole.rawPayload.length
  expect(whole.statusCode).toBe(200)
  expect(whole.headers).toMatchObject({
    'accept-ranges': 'bytes',
    'content-length': String(size),
    'content-type': 'video/mp4',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': `inline; filename="${fileId}.mp4"`,
    'x-content-type-options': 'nosniff',
  })
  const first = await see(fileId, { range: 'bytes=0-1' })
  expect([first.statusCode, first.headers['content-range'], first.headers['content-length']]).toEqual([206, `bytes 0-1/${size}`, '2'])
  const rest = await see(fileId, { range: 'bytes=2-' })
  expect(Buffer.concat([first.rawPayload, rest.rawPayload]).equals(whole.rawPayload)).toBe(true)
  const last = await see(fileId, { range: 'bytes=-5' })
  expect(last.rawPayload.equals(whole.rawPayload.subarray(size - 5))).toBe(true)
  const beyond = await see(fileId, { range: `bytes=${size}-` })
  expect([beyond.statusCode, beyond.headers['content-range'], beyond.rawPayload.length]).toEqual([416, `bytes */${size}`, 0])
  const head = await server.app.inject({ method: 'HEAD', url: `/files/${fileId}/clip` })
  expect([head.statusCode, head.headers['content-length'], head.rawPayload.length]).toEqual([200, String(size), 0])
})

test('F13 a picture without a clip has none, and a poster comes in parts as well', async () => {
  const fileId = await poster()
  await publishFiles({ db: server.deps.db, shopId: server.shopId }, [fileId], { as: 'catalogue' })
  for (const name of ['clip', 'clip.mp4', 'clip.webm']) {
    expect((await server.app.inject({ url: `/files/${fileId}/${name}` })).statusCode).toBe(404)
  }
  const part = await server.app.inject({ url: `/files/${fileId}/96.webp`, headers: { range: 'bytes=0-3' } })
  expect([part.statusCode, part.body]).toEqual([206, 'RIFF'])
})

test('H9 a clip over its limit isn’t looked at', async () => {
  const fileId = await poster()
  expect(await give(fileId, Buffer.alloc(50 * 1024 * 1024 + 1))).toMatchObject({ code: 'tooLarge', values: { limit: '50 MiB' } })
})

async function ownShopOf(token: string, shop: string): Promise<string | undefined> {
  const personId = (await server.ask('session.current', {}, { token, shop, ...at })).reply.me?.personId
  const { rows } = await server.deps.pool.query<{ shop_id: string }>('select shop_id from person where person_id = $1', [personId])
  return rows[0]?.shop_id
}
