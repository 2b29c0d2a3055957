import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Calls, isRefusal, type Refusal } from '@bobber/protocol'
import { zipSync } from 'fflate'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addShop } from '../../shops/index.ts'
import { commit, hold, importFromFolder, nameUnits, release, stockHandlers, takeOut, unitByCode } from '../index.ts'
import { addSample, removeSample } from '../index.ts'
import { callExtras, request, testShop, type TestShop } from '../stock.builders.ts'
import type { Asker } from '../../../platform/deps.ts'

let shop: TestShop
let asker: Asker
const fixtures = fileURLToPath(new URL('../../../../test/fixtures/', import.meta.url))
const fixture = (name: string): Buffer => readFileSync(`${fixtures}${name}`)

beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())
/** Every test imports into a shop of its own. */
beforeEach(async () => {
  const shopId = await addShop(shop.deps, { slug: `s${randomUUID()}`, name: '店' })
  asker = { ...shop.owner, shopId: shopId ?? '' }
})

function good<T>(reply: T | Refusal): T {
  if (isRefusal(reply)) throw new Error(`refused: ${JSON.stringify(reply)}`)
  return reply
}
const add = (file: Buffer, name?: string) =>
  stockHandlers['import.add'](shop.deps, asker, name === undefined ? {} : { name }, { ...callExtras, file })
const preview = (body: Calls['import.preview']['body']) => stockHandlers['import.preview'](shop.deps, asker, body, callExtras)
const write = (body: Calls['import.commit']['body'], key: string = randomUUID()) =>
  stockHandlers['import.commit'](shop.deps, asker, body, { ...callExtras, key })
const undo = (importId: string) => stockHandlers['import.undo'](shop.deps, asker, { importId }, { ...callExtras, key: randomUUID() })
const list = (body: Calls['product.list']['body'] = {}) =>
  Promise.resolve(stockHandlers['product.list'](shop.deps, asker, body, callExtras)).then(good)
const find = async (text: string) => (await list({ text })).products.map(({ name }) => name)
const act = shopAct()
function shopAct() {
  return <T>(work: Parameters<typeof shop.deps.log.transact<T>>[1]) => shop.deps.log.transact<T>(asker.shopId, work)
}

const named = (claimId: string, unitId: string) => act((tx) => nameUnits(tx, [{ claimId, unitId }]))
const takenOut = (claimId: string) => act((tx) => takeOut(tx, [{ claimId, unitId: null }]))

/** Adds and commits with the suggested mapping. */
async function bring(file: Buffer | string, currency?: { rate: number } | null) {
  const { importId, mapping } = good(await add(Buffer.from(file)))
  const done = good(await write({ importId, mapping, ...(currency !== undefined && { currency }) }))
  return { importId, ...done }
}

test('L7 what was brought in stands sealed in its row', async () => {
  const secret = '进价只给老板看'
  const { importId } = good(await add(Buffer.from(`编号,名称,备注\nX-1,海竿,${secret}`)))
  const { rows } = await sql<{ content: Buffer }>`select content from import where import_id = ${importId}`.execute(shop.deps.db)
  expect(rows[0]?.content.includes(secret)).toBe(false)
  expect(good(await preview({ importId })).headers).toEqual(['编号', '名称', '备注'])
})

/** Everything an undo has to bring back, as the tables hold it; versions and times aside. */
async function catalogueNow(): Promise<unknown> {
  const { rows } = await sql<{ row: unknown }>`
    select jsonb_build_object('sku', v.sku, 'label', v.label, 'name', p.name, 'category', p.category, 'brand', p.brand, 'specs', p.specs,
      'description', p.description, 'pictures', p.picture_ids, 'rent', v.for_rent, 'sale', v.for_sale, 'tracking', v.tracking,
      'price', v.price, 'value', v.replacement_value, 'day', r.day_rent, 'threeDays', r.three_day_rent, 'week', r.week_rent,
      'deposit', r.deposit, 'owned', s.owned, 'figures', (
        select jsonb_agg(a.low order by a.nth) from attribute a where a.shop_id = p.shop_id and a.product_id = p.product_id),
      'codes', (select jsonb_agg(k.code order by k.code) from unit u join unit_code k on k.shop_id = u.shop_id and k.unit_id = u.unit_id
                where u.shop_id = v.shop_id and u.variant_id = v.variant_id)) as row
    from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
    join stock_level s on s.shop_id = v.shop_id and s.variant_id = v.variant_id
    join lateral (select * from variant_rent r where r.shop_id = v.shop_id and r.variant_id = v.variant_id order by version desc limit 1) r
      on true
    where v.shop_id = ${asker.shopId} and v.removed_at is null and p.removed_at is null order by v.sku
  `.execute(shop.deps.db)
  return rows.map(({ row }) => row)
}
async function rowsOf(table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where shop_id = ${asker.shopId}
  `.execute(shop.deps.db)
  return rows[0]?.count ?? -1
}

test('M11 tackle-40.csv and its GB18030 twin import as they are', async () => {
  const seen = good(await add(fixture('tackle-40.csv'), 'tackle-40.csv'))
  expect(seen).toMatchObject({
    fileName: 'tackle-40.csv',
    encoding: 'utf-8',
    rows: 40,
    creates: 40,
    updates: 0,
    errors: [],
    askCurrency: null,
  })
  expect(seen.figures.understood / seen.figures.total).toBeGreaterThanOrEqual(0.9)
  expect(seen.sample.find(({ sku }) => sku === 'RH-3608')).toMatchObject({ dayRent: 3500, deposit: 40_000, quantity: 6, tracking: 'units' })
  expect(await rowsOf('product')).toBe(0)
  const done = good(await write({ importId: seen.importId, mapping: seen.mapping }))
  expect(done).toEqual({ products: 40, units: 163, pictures: 0 })

  for (const text of ['3.6米海竿', '3.6m 海竿', '360cm']) expect(await find(text)).toEqual(['海竿 3.6 m 中硬'])
  expect((await list({ text: 'RH-3608' })).products).toMatchObject([
    { dayRent: 3500, deposit: 40_000, price: null, forRent: true, forSale: false, freeNow: 6, total: 6 },
  ])
  expect((await list({ text: 'LN-3015' })).products).toMatchObject([{ price: 3900, forRent: false, forSale: true, freeNow: 80 }])
  expect(await unitByCode(shop.deps.db, asker.shopId, 'rh-3608-06')).toMatchObject({ code: 'RH-3608-06' })

  const twin = good(await add(fixture('tackle-40.gb18030.csv')))
  expect(twin).toMatchObject({ encoding: 'gb18030', creates: 0, updates: 40, errors: [] })
  const before = await catalogueNow()
  expect(good(await write({ importId: twin.importId, mapping: twin.mapping }))).toMatchObject({ products: 40, units: 0 })
  expect(await catalogueNow()).toEqual(before)
})

test('M11 outdoor-101 imports with its pictures, once its dollars are decided about', async () => {
  const folder = `${fixtures}outdoor-101/`
  const pictures = readdirSync(`${folder}pics`).map((name) => [`pics/${name}`, readFileSync(`${folder}pics/${name}`)])
  const file = Buffer.from(zipSync(Object.fromEntries([['catalogue.csv', readFileSync(`${folder}catalogue.csv`)], ...pictures])))
  const seen = good(await add(file))
  expect(seen).toMatchObject({ rows: 101, creates: 101, errors: [], askCurrency: 'USD', pictures: pictures.length })
  expect(seen.missingPictures).toHaveLength(101 - pictures.length)
  const { importId, mapping } = seen
  expect(await write({ importId, mapping })).toEqual({ code: 'importCurrency', values: { currency: 'USD' } })
  expect(await rowsOf('product')).toBe(0)
  expect(good(await preview({ importId, currency: { rate: 7.1 } }))).toMatchObject({ askCurrency: null })
  expect(good(await write({ importId, mapping, currency: { rate: 7.1 } }))).toEqual({ products: 101, units: 0, pictures: pictures.length })
  const [boots] = (await list({ text: 'Wanderer Black' })).products
  expect(boots).toMatchObject({ name: 'Wanderer Black Hiking Boots', price: 78_093, forSale: true, forRent: false })
  expect(boots?.picture).toMatchObject({ width: expect.any(Number) })
  const scopes = await sql<{ scope: string }>`select distinct scope from file where shop_id = ${asker.shopId}`.execute(shop.deps.db)
  expect(scopes.rows).toEqual([{ scope: 'catalogue' }])
}, 60_000)

test('M12 the sample shop comes in whole, with several pictures of one product, and goes out whole', async () => {
  expect(await addSample(shop.deps, asker)).toBe(25)
  expect(await addSample(shop.deps, asker)).toMatchObject({ code: 'conflict' })
  const [first] = (await list({ text: 'FP-LY21' })).products
  const { pictures } = good(await stockHandlers['product.get'](shop.deps, asker, { productId: first?.productId ?? '' }, callExtras))
  expect(pictures).toHaveLength(2)
  // Somebody tries the form on it, and an order takes one.
  const { rows } = good(await stockHandlers['stock.list'](shop.deps, asker, { text: 'FP-LY21' }, callExtras))
  const asked = request(rows[0]!.variantId)
  await act((tx) => hold(tx, [asked]))
  expect(await removeSample(shop.deps, asker)).toEqual({ code: 'importUndoClaimed', values: { sku: 'FP-LY21', order: 'B-1' } })
  expect((await list()).products.length).toBeGreaterThan(0)
  await act((tx) => release(tx, [asked.claimId]))
  expect(await removeSample(shop.deps, asker)).toBeUndefined()
  expect((await list()).products).toEqual([])
}, 60_000)

test('M5 one bad row of many, and nothing is written', async () => {
  const csv = 'SKU,名称,日租金,管理方式,数量\na,A,35,单件,2\nb,B,"3,五",单件,1'
  const { importId, mapping, errors } = good(await add(Buffer.from(csv)))
  expect(errors).toMatchObject([{ line: 3, column: '日租金', value: '3,五' }])
  expect(await write({ importId, mapping })).toEqual({ code: 'importErrors', values: { count: 1 } })
  for (const table of ['product', 'variant', 'unit', 'stock_movement', 'import_line']) expect(await rowsOf(table)).toBe(0)
  const { csv: errorList } = good(await stockHandlers['import.errors'](shop.deps, asker, { importId }, callExtras))
  expect(errorList).toBe('\uFEFF行,列,内容,问题,怎么改\r\n3,日租金,"3,五",看不懂这个金额,请写成 35 或 35.50，不要写范围。\r\n')
})

test('M3 no cell of the downloaded errors is a formula', async () => {
  const { importId } = good(await add(Buffer.from('SKU,名称,日租金\na,A,"=HYPERLINK(""x"")"')))
  const { csv } = good(await stockHandlers['import.errors'](shop.deps, asker, { importId }, callExtras))
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
})

test('M5 a commit repeated with its key answers the same and writes once; another commit of it is refused', async () => {
  const { importId, mapping } = good(await add(Buffer.from('SKU,名称,日租金,数量\na,A,35,2')))
  const key = randomUUID()
  const first = await write({ importId, mapping }, key)
  expect(await write({ importId, mapping }, key)).toEqual(first)
  expect(await write({ importId, mapping })).toEqual({ code: 'conflict' })
  expect(await rowsOf('unit')).toBe(2)
})

test('M5 two thousand rows are one transaction', async () => {
  const lines = Array.from(
    { length: 2_000 },
    (_, nth) => `S-${nth},海竿 ${nth % 9}.5 m 中硬,海竿,"${nth % 9}.5 m, 7 rings, 240 g",35,400,单件,2`,
  )
  const csv = ['SKU,名称,类别,规格,日租金,押金,管理方式,数量', ...lines].join('\n')
  expect(await bring(csv)).toMatchObject({ products: 2_000, units: 4_000 })
  const took: number[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    const started = performance.now()
    const { products, categories } = await list({ text: '3.5m 海竿' })
    took.push(performance.now() - started)
    expect([products.length, categories]).toEqual([24, [{ name: '海竿', count: 222 }]])
  }
  // The best of five: what it can do, on a machine that others use as well.
  expect(Math.min(...took)).toBeLessThan(500)
}, 60_000)

test('M10 imported again: changed by SKU, columns it hasn’t stay, units are added and never taken away', async () => {
  await bring('SKU,名称,规格,日租金,押金,管理方式,数量\nRH-1,海竿 3.6 m,3.6 m,35,400,单件,3\nLN-1,主线,3号,,,散件,80')
  await bring('sku,name,daily rent,qty\nrh-1,海竿 4.2 m,45,2\nLN-1,主线,5,100')
  expect(await catalogueNow()).toMatchObject([
    { sku: 'LN-1', day: 500, owned: 100 },
    { sku: 'rh-1', name: '海竿 4.2 m', specs: '3.6 m', day: 4500, deposit: 40_000, owned: 3 },
  ])
  await bring('SKU,名称,日租金,数量\nRH-1,海竿,45,5')
  expect(await unitByCode(shop.deps.db, asker.shopId, 'RH-1-05')).toBeDefined()
  const other = good(await add(Buffer.from('SKU,名称,日租金,管理方式\nRH-1,海竿,45,散件')))
  expect(other.errors).toMatchObject([{ line: 2, column: '管理方式' }])
})

test('M10 a count can’t fall below what orders have', async () => {
  await bring('SKU,名称,日租金,管理方式,数量\nCH-1,折叠椅,10,散件,24')
  const { rows } = good(await stockHandlers['stock.list'](shop.deps, asker, {}, callExtras))
  await act((tx) => hold(tx, [request(rows[0]!.variantId, { quantity: 7 })]))
  const fewer = good(await add(Buffer.from('SKU,名称,日租金,数量\nCH-1,折叠椅,10,6')))
  expect(fewer.errors).toMatchObject([{ line: 2, column: '数量', message: '已有 7 件被订单占用' }])
  expect(await bring('SKU,名称,日租金,数量\nCH-1,折叠椅,10,7')).toMatchObject({ products: 1 })
})

test('M7 undone, everything is as it was before', async () => {
  const headers = 'SKU,名称,款式,类别,品牌,规格,说明,日租金,三日租金,七日租金,押金,重置价,管理方式,数量,单件编号,售价,图片'
  const zip = async (colour: string, ...lines: string[]) => {
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: colour } })
      .png()
      .toBuffer()
    return Buffer.from(zipSync({ 'c.csv': Buffer.from([headers, ...lines].join('\n')), 'a.png': picture }))
  }
  await bring(await zip('red', 'A-1,竿,长,海竿,甲,3.6 m,好用,35,85,170,400,469,单件,3,,,a.png', 'B-1,线,,线,,3号,,,,,,,仅售,80,,39,'))
  const before = await catalogueNow()
  const { importId } = await bring(
    await zip(
      'blue',
      'A-1,新竿,短,台钓竿,乙,4.2 m,更好,45,99,199,500,569,单件,6,S-1;S-2,99,a.png',
      'B-1,线,,新线,丙,4号,新,1,2,3,4,5,散件,60,,49,',
      'C-1,帐,,帐,,2p,,50,,,300,,单件,4,,,',
    ),
  )
  const between = await catalogueNow()
  expect(between).toHaveLength(3)
  // Nothing that could stand as it was would show whether it came back.
  const fields = (rows: unknown): Record<string, unknown> => (rows as Record<string, unknown>[])[0] ?? {}
  const same = Object.entries(fields(before)).filter(([key, value]) => JSON.stringify(fields(between)[key]) === JSON.stringify(value))
  expect(same.map(([key]) => key).toSorted()).toEqual(['rent', 'sku', 'tracking'])
  expect(good(await undo(importId))).toEqual({ removed: 3, refused: [] })
  expect(await catalogueNow()).toEqual(before)
  expect(await undo(importId)).toEqual({ code: 'conflict' })
  expect(await find('新竿')).toEqual(await find('竿'))
  // And in again: labels begin where they did.
  await bring('SKU,名称,日租金,数量\nC-1,帐,50,1')
  expect(await unitByCode(shop.deps.db, asker.shopId, 'C-1-01')).toBeDefined()
})

test('M7 a line that an order holds something of stays and names it; one that was changed since stays too', async () => {
  const { importId } = await bring('SKU,名称,日租金,押金,管理方式,数量\nA-1,竿,35,400,单件,3\nB-1,轮,20,100,单件,2\nC-1,帐,50,300,单件,4')
  const { rows } = good(await stockHandlers['stock.list'](shop.deps, asker, {}, callExtras))
  const rod = rows.find(({ sku }) => sku === 'A-1')!
  const asked = request(rod.variantId)
  const unit = await unitByCode(shop.deps.db, asker.shopId, 'A-1-01')
  await act((tx) => hold(tx, [asked]))
  await act((tx) => commit(tx, [asked.claimId]))
  await named(asked.claimId, unit!.unitId)
  await takenOut(asked.claimId)
  await bring('SKU,名称,日租金\nB-1,轮,25')
  const answer = good(await undo(importId))
  expect(answer.removed).toBe(1)
  expect(answer.refused).toMatchObject([
    { line: 2, sku: 'A-1', message: 'A-1 的单件已被订单 B-1 占用' },
    { line: 3, sku: 'B-1' },
  ])
  expect(await catalogueNow()).toMatchObject([
    { sku: 'A-1', owned: 3 },
    { sku: 'B-1', day: 2500, owned: 2 },
  ])
  const { imports } = good(await stockHandlers['import.list'](shop.deps, asker, {}, callExtras))
  expect(imports.find((each) => each.importId === importId)).toMatchObject({ state: 'partlyUndone', undoable: true, products: 2, units: 5 })
})

test('M4 a picture that can’t be read, or is a clip, is an error of its row, and nothing is written', async () => {
  const bytes = zipSync({
    'c.csv': Buffer.from('SKU,名称,图片\na,A,a.webp;b.webp;a.mov'),
    'a.webp': Buffer.from('<svg/>'),
    'a.mov': fixture('clips/phone.mov'),
    'x.svg': Buffer.from('<svg/>'),
  })
  const seen = good(await add(Buffer.from(bytes)))
  expect(seen.errors).toMatchObject([
    { line: 2, column: '图片', value: 'a.webp' },
    { line: 2, column: '图片', value: 'a.mov' },
  ])
  expect(seen.missingPictures).toEqual(['b.webp'])
  expect(await rowsOf('file')).toBe(0) // and x.svg, which no cell names, wasn't even looked at
})

test('M2 a mapping of one’s own is kept for the next look; strange headers and a column twice are refused', async () => {
  const { importId } = good(await add(Buffer.from('货,叫,租\na,竿,35')))
  const mapping = { 货: 'sku', 叫: 'name', 租: 'dayRent' } as const
  expect(good(await preview({ importId, mapping }))).toMatchObject({ errors: [], creates: 1, sample: [{ dayRent: 3500 }] })
  expect(good(await preview({ importId }))).toMatchObject({ errors: [], mapping })
  expect(await preview({ importId, mapping: { 别的: 'sku' } })).toMatchObject({ code: 'malformed' })
  expect(await preview({ importId, mapping: { 货: 'sku', 叫: 'sku' } })).toMatchObject({ code: 'malformed' })
})

test('M9 the command line does the same: a dry run writes nothing, then all of it', async () => {
  const asked = {
    shopId: asker.shopId,
    csvPath: `${fixtures}outdoor-101/catalogue.csv`,
    picturesPath: `${fixtures}outdoor-101`,
    locale: 'zh',
  } as const
  expect(good(await importFromFolder(shop.deps, { ...asked, dryRun: false }))).toMatchObject({
    preview: { askCurrency: 'USD' },
    committed: null,
  })
  expect(good(await importFromFolder(shop.deps, { ...asked, dryRun: true, currency: null }))).toMatchObject({ committed: null })
  expect(await rowsOf('product')).toBe(0)
  const { committed } = good(await importFromFolder(shop.deps, { ...asked, dryRun: false, currency: null }))
  expect(committed).toEqual({ products: 101, units: 0, pictures: 6 })
  expect((await list()).products[0]).toMatchObject({ name: 'Wanderer Black Hiking Boots', price: null, forSale: true })
}, 60_000)

test('M9 the command line may mean some headers otherwise than suggested', async () => {
  const asked = { shopId: asker.shopId, csvPath: `${fixtures}tackle-40.csv`, picturesPath: null, locale: 'zh', dryRun: false } as const
  const { preview: seen } = good(await importFromFolder(shop.deps, { ...asked, mapping: { 重置价: 'deposit', 数量: null } }))
  expect(seen.mapping).toMatchObject({ SKU: 'sku', 押金: null, 重置价: 'deposit', 数量: null })
  expect((await list({ text: 'RH-3608' })).products).toMatchObject([{ deposit: 46_900, total: 0 }])
})

test('M13 another shop’s import is not found', async () => {
  const { importId, mapping } = good(await add(Buffer.from('SKU,名称\na,A')))
  asker = shop.other
  expect(await preview({ importId })).toEqual({ code: 'notFound' })
  expect(await write({ importId, mapping })).toEqual({ code: 'notFound' })
  expect(await undo(importId)).toEqual({ code: 'notFound' })
  expect(await stockHandlers['import.errors'](shop.deps, asker, { importId }, callExtras)).toEqual({ code: 'notFound' })
})
