import { readdir } from 'node:fs/promises'
import type { ImportPreview, WordedRefusal } from '@bobber/protocol'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer } from './test-server.ts'

let server: TestServer
let owner: string
beforeAll(async () => {
  server = await testServer()
  owner = await server.owner()
}, 60_000)
afterAll(() => server.close())

/** Everything an import could leave behind, in rows and on the disk. */
async function left(): Promise<object> {
  const { rows } = await server.deps.pool.query(
    `select (select count(*) from import) as imports, (select count(*) from file) as files, (select count(*) from product) as products,
            (select count(*) from unit) as units`,
  )
  return { ...rows[0], shelves: await readdir(`${server.deps.config.dataDir}/files`).catch(() => []) }
}

async function add(payload: Uint8Array): Promise<{ status: number; preview: ImportPreview; refusal: WordedRefusal; bytes: number }> {
  const headers = { 'bobber-surface': 'console', authorization: `Bearer ${owner}`, 'content-type': 'text/csv' }
  const response = await server.app.inject({ method: 'POST', url: '/api/import.add', headers, payload: Buffer.from(payload) })
  const json: unknown = response.json()
  return { status: response.statusCode, preview: json as ImportPreview, refusal: json as WordedRefusal, bytes: response.rawPayload.length }
}
const csv = (text: string): Buffer => Buffer.from(`sku,name,day_rent\n${text}`)

test('M1 a table that is none of one is refused: pictures, programs, NULs, broken quotes, a header alone', async () => {
  const before = await left()
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  const junk = [png, Buffer.from('MZ\0\0\0'), csv('a\0b,A,1'), csv('"a,A,1\nb'), Buffer.from('sku,name'), Buffer.from([0xff, 0xfe, 0xff])]
  for (const bytes of junk) expect((await add(bytes)).refusal).toMatchObject({ code: 'malformed', remedy: expect.any(String) })
  expect(await left()).toEqual(before)
})

test('M8 zips that lie, burst, hold no table or one without end are refused', async () => {
  const before = await left()
  const table = { 'catalogue.csv': csv('a,A,1') }
  const whole = Buffer.from(zipSync(table))
  const broken = [whole.subarray(0, whole.length - 30), Buffer.from('PK\u0003\u0004'), zipSync({ '../up.csv': csv('a,A,1') })]
  for (const bytes of broken) expect((await add(bytes)).refusal.code).toBe('malformed')
  const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, nth) => [`${nth}.webp`, new Uint8Array()]))
  const burst = zipSync({ 'catalogue.csv': new Uint8Array(200_000_000) })
  for (const bytes of [zipSync({ ...table, ...many }), burst]) expect((await add(bytes)).refusal.code).toBe('tooLarge')
  expect(await left()).toEqual(before)
})

test('M14 a line or cell without end is refused, not kept and not echoed', async () => {
  const before = await left()
  const long = 'x'.repeat(10_000_000)
  const tables = [csv(`${long},A,1`), Buffer.from(`${long},name\na,A`), csv(`a,A${',x'.repeat(1_000_000)}`), Buffer.alloc(25_000_000, 'a')]
  for (const bytes of tables) {
    const { refusal, bytes: answered } = await add(bytes)
    expect(refusal).toMatchObject({ code: 'tooLarge' })
    expect(answered).toBeLessThan(1_000)
  }
  expect(await left()).toEqual(before)
})
