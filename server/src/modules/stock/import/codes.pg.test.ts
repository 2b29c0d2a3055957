import { randomUUID } from 'node:crypto'
import { type Calls, isRefusal, type Refusal } from '@bobber/protocol'
import sharp from 'sharp'
import { zipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Asker } from '../../../platform/deps.ts'
import { sweepUnused } from '../../files/index.ts'
import { addShop } from '../../shops/index.ts'
import { forgetImports, hold, picturesInUse, stockHandlers, unitByCode } from '../index.ts'
import { callExtras, request, testShop, type TestShop } from '../stock.builders.ts'

let shop: TestShop
let asker: Asker
beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())
/** Every test imports into a shop of its own. */
beforeEach(async () => {
  asker = { ...shop.owner, shopId: (await addShop(shop.deps, { slug: `s${randomUUID()}`, name: '店' })) ?? '' }
})

function good<T>(reply: T | Refusal): T {
  if (isRefusal(reply)) throw new Error(`refused: ${JSON.stringify(reply)}`)
  return reply
}
const add = async (file: string | Uint8Array) =>
  good(await stockHandlers['import.add'](shop.deps, asker, {}, { ...callExtras, file: Buffer.from(file) }))
const write = (body: Calls['import.commit']['body']) =>
  stockHandlers['import.commit'](shop.deps, asker, body, { ...callExtras, key: randomUUID() })
const undo = (importId: string) => stockHandlers['import.undo'](shop.deps, asker, { importId }, { ...callExtras, key: randomUUID() })

/** Adds and commits with the suggested mapping. */
async function bring(file: string | Uint8Array) {
  const { importId, mapping } = await add(file)
  return { importId, ...good(await write({ importId, mapping })) }
}
async function stock(): Promise<{ variantId: string; productId: string; sku: string; label: string; total: number; name: string }[]> {
  return good(await stockHandlers['stock.list'](shop.deps, asker, {}, callExtras)).rows
}
/** Each unit's label, with the suppliers' codes. */
async function codesOf(sku: string): Promise<string[]> {
  const row = (await stock()).find((each) => each.sku === sku)
  const reply = good(await stockHandlers['variant.get'](shop.deps, asker, { variantId: row?.variantId ?? '' }, callExtras))
  return reply.units.map(({ code, supplierCodes }) => [code, ...supplierCodes].join(' '))
}

test('M16 codes that look like our labels are the labels of the new pieces, whichever row they stand in', async () => {
  const seen = await add('SKU,名称,日租金,数量,单件编号\nRH-3608,竿,35,2,RH-3608-01;rh-3608-02\nRH-42,竿,45,3,RH-42-07')
  expect(seen).toMatchObject({ errors: [], codes: { kept: 0, labels: 3 } })
  good(await write(seen))
  expect(await codesOf('RH-3608')).toEqual(['RH-3608-01', 'RH-3608-02'])
  expect(await codesOf('RH-42')).toEqual(['RH-42-07', 'RH-42-08', 'RH-42-09'])
  // A supplier's code that looks like another row's label is passed over by that row's labels.
  await bring('SKU,名称,日租金,数量,单件编号\nA,甲,1,3,\nB,乙,1,1,A-02')
  expect(await codesOf('A')).toEqual(['A-01', 'A-03', 'A-04'])
  expect(await codesOf('B')).toEqual(['B-01 A-02'])
  // Nor is a number that no label has one's: too long for it, or without its nought.
  await bring('SKU,名称,日租金,数量,单件编号\nC,丙,1,2,C-1;C-99999999999')
  expect(await codesOf('C')).toEqual(['C-01 C-1', 'C-02 C-99999999999'])
})

test('M16 codes for pieces that are there go to those that have none, then to new ones; the preview says so', async () => {
  await bring('SKU,名称,日租金,数量,单件编号\nA,竿,35,3,S1')
  const table = 'SKU,名称,日租金,数量,单件编号\nA,竿,35,4,S2;S3;S4'
  const seen = await add(table)
  expect(seen).toMatchObject({ errors: [], codes: { kept: 2, labels: 0 } })
  good(await write(seen))
  expect(await codesOf('A')).toEqual(['A-01 S1', 'A-02 S2', 'A-03 S3', 'A-04 S4'])
  expect(await unitByCode(shop.deps.db, asker.shopId, 's3')).toMatchObject({ code: 'A-03' })
  expect(good(await undo(seen.importId)).refused).toEqual([])
  expect(await codesOf('A')).toEqual(['A-01 S1', 'A-02', 'A-03'])
  await bring(table)
  expect(await codesOf('A')).toEqual(['A-01 S1', 'A-02 S2', 'A-03 S3', 'A-04 S4'])
})

test('M16 a code that no piece is left for, or that is a retired piece’s, is an error of its row', async () => {
  await bring('SKU,名称,日租金,数量,单件编号\nA,竿,35,2,S1;S2')
  const faults = async (rows: string) =>
    (await add(`SKU,名称,日租金,数量,单件编号\n${rows}`)).errors.map(({ line, message }) => [line, message])
  expect(await faults('A,竿,35,2,S3')).toEqual([[2, '有 1 个编号没有对应的单件']])
  expect(await faults('A,竿,35,3,A-03;S3')).toEqual([[2, '有 1 个编号没有对应的单件']])
  expect(await faults('A,竿,35,2,A-09')).toEqual([[2, '有 1 个编号没有对应的单件']])
  const unit = await unitByCode(shop.deps.db, asker.shopId, 'A-02')
  good(await stockHandlers['unit.retire'](shop.deps, asker, { unitId: unit?.unitId ?? '', reason: '旧' }, callExtras))
  expect(await faults('A,竿,35,2,A-02')).toEqual([[2, '编号 A-02 已属于别的单件']])
  expect(await faults('A,竿,35,2,s2')).toEqual([[2, '编号 s2 已属于别的单件']])
})

test('M17 rows of one name with a variant’s label are one product, and one more joins it later', async () => {
  const done = await bring(
    'SKU,名称,尺码,品牌,规格,日租金,数量\nJ-M,冲锋衣,M,北坡,"3层, 400 g",20,2\nJ-L,冲锋衣,L,,"3层, 430 g",25,3\nX,帽,,,,1,1\nY,帽,,,,1,1',
  )
  expect(done).toMatchObject({ products: 3, units: 7 })
  const [medium, large, hat, other] = await stock()
  expect([medium?.name, large?.name]).toEqual(['冲锋衣 · M', '冲锋衣 · L'])
  expect(medium?.productId).toBe(large?.productId)
  expect(hat?.productId).not.toBe(other?.productId)
  const product = async () => good(await stockHandlers['product.get'](shop.deps, asker, { productId: medium?.productId ?? '' }, callExtras))
  expect(await product()).toMatchObject({ brand: '北坡', specsText: '3层, 400 g；3层, 430 g', variants: [{ label: 'M' }, { label: 'L' }] })
  // A new size: the product stays as it is. Undone, it is gone, and the first import can be undone as before.
  const more = await bring('SKU,名称,尺码,品牌,日租金,数量\nJ-XL,冲锋衣,XL,别的,25,1')
  expect(await product()).toMatchObject({ brand: '北坡', variants: [{ label: 'M' }, { label: 'L' }, { label: 'XL' }] })
  expect(good(await undo(more.importId))).toEqual({ removed: 1, refused: [] })
  expect(await product()).toMatchObject({ brand: '北坡', variants: [{ label: 'M' }, { label: 'L' }] })
  const twins = await add('SKU,名称,尺码,日租金\nJ-S,冲锋衣,m,20\nJ-S2,冲锋衣,S,20\nJ-S3,冲锋衣,s,20')
  expect(twins.errors.map(({ line, column, message }) => [line, column, message])).toEqual([
    [2, '尺码', '款式「m」与 J-M 相同'],
    [4, '尺码', '款式「s」与 J-S2 相同'],
  ])
  // An order holds one size: the other stays with it.
  await shop.deps.log.transact(asker.shopId, (tx) => hold(tx, [request(medium?.variantId ?? '')]))
  const refused = good(await undo(done.importId))
  expect(refused).toMatchObject({ removed: 2, refused: [{ sku: 'J-M', message: 'J-M 的单件已被订单 B-1 占用' }, { sku: 'J-L' }] })
  expect((await stock()).map(({ sku }) => sku)).toEqual(['J-M', 'J-L'])
})

test('M7 after the second import was undone the first can be undone too', async () => {
  const first = await bring('SKU,名称,日租金,数量\nA,竿,35,2')
  const second = await bring('SKU,名称,日租金,数量\nA,新竿,45,3')
  const third = await bring('SKU,名称,日租金,数量\nA,三竿,55,3')
  expect(good(await undo(second.importId)).refused).toMatchObject([{ sku: 'A' }])
  for (const { importId } of [third, second, first]) expect(good(await undo(importId))).toEqual({ removed: 1, refused: [] })
  expect(await stock()).toEqual([])
})

test('M7 a piece that was sold since doesn’t stand in the way, and isn’t taken out twice', async () => {
  const { importId } = await bring('SKU,名称,日租金,售价,数量\nA,竿,35,99,3')
  const unit = await unitByCode(shop.deps.db, asker.shopId, 'A-02')
  await sql`update unit set retired_at = now(), retired_reason = 'sold' where unit_id = ${unit?.unitId}`.execute(shop.deps.db)
  await sql`update stock_level set owned = 2 where shop_id = ${asker.shopId}`.execute(shop.deps.db)
  expect(good(await undo(importId))).toEqual({ removed: 1, refused: [] })
  const { rows } = await sql<{ owned: number }>`select owned from stock_level where shop_id = ${asker.shopId}`.execute(shop.deps.db)
  expect(rows).toEqual([{ owned: 0 }])
})

test('M18 an import that was previewed can be committed for thirty days, pictures and all; then it is forgotten with them', async () => {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const zip = () => zipSync({ 'c.csv': Buffer.from('SKU,名称,日租金,图片\nA,竿,35,a.png'), 'a.png': picture })
  const files = async () => (await sql`select from file where shop_id = ${asker.shopId}`.execute(shop.deps.db)).rows.length
  const upkeep = async (days: number) => {
    shop.clock.advance(days * 24 * 3_600_000)
    await forgetImports(shop.deps)
    await sweepUnused(shop.deps, picturesInUse)
  }
  const [late, forgotten] = [await add(zip()), await add(zip())]
  await upkeep(29)
  expect(good(await write(late))).toMatchObject({ products: 1, pictures: 1 })
  await upkeep(2)
  expect(await write(forgotten)).toEqual({ code: 'notFound' })
  expect(await files()).toBe(1)
  // Undone and never ordered, nothing shows it any more.
  good(await undo(late.importId))
  await upkeep(0)
  expect(await files()).toBe(0)
})
