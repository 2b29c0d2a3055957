import { type Calls, isRefusal, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readVariants } from '../catalogue/index.ts'
import { addShop, shopRules } from '../shops/index.ts'
import { hold, stockHandlers, takeOut } from './index.ts'
import { callExtras, request, testShop, type TestShop } from './stock.builders.ts'

let shop: TestShop
beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

function good<T>(reply: T | Refusal): T {
  if (isRefusal(reply)) throw new Error(`refused: ${JSON.stringify(reply)}`)
  return reply
}
const productGet = async (productId: string) => good(await stockHandlers['product.get'](shop.deps, shop.owner, { productId }, callExtras))
const jacket: Calls['product.change']['body'] = {
  sku: 'JK-M',
  label: 'M',
  name: '冲锋衣',
  category: '衣服',
  brand: '',
  specs: '',
  description: '',
  forRent: true,
  forSale: true,
  tracking: 'units',
  dayRent: 2000,
  price: 39_900,
  quantity: 2,
  pictureIds: [],
}
const change = (body: Partial<typeof jacket>) => stockHandlers['product.change'](shop.deps, shop.owner, { ...jacket, ...body }, callExtras)

test('CT4 a product holds several variants, each with its own SKU, label, prices and stock', async () => {
  const { productId, variantId } = good(await change({}))
  const large = { productId, version: 1, sku: 'JK-L', label: 'L', dayRent: 2500, quantity: 5 }
  expect(await change({ ...large, label: ' m ' })).toEqual({ code: 'labelTaken', values: { label: 'M', sku: 'JK-M' } })
  const added = good(await change(large))
  expect(added).toMatchObject({ productId })
  const { variants, version } = await productGet(productId)
  expect(version).toBe(2)
  expect(variants).toMatchObject([
    { variantId, sku: 'JK-M', label: 'M', name: '冲锋衣 · M', total: 2, plan: { tiers: [{ amount: 2000 }] } },
    { variantId: added.variantId, sku: 'JK-L', label: 'L', name: '冲锋衣 · L', total: 5, plan: { tiers: [{ amount: 2500 }] } },
  ])
  const list = async (text: string) => good(await stockHandlers['product.list'](shop.deps, shop.owner, { text }, callExtras)).products
  expect(await list('冲锋衣 L')).toHaveLength(1)
  expect(await list('JK-L')).toMatchObject([{ productId, name: '冲锋衣', dayRent: 2000, total: 7, freeNow: 7 }])
  const { rows } = good(await stockHandlers['stock.list'](shop.deps, shop.owner, { text: '冲锋衣' }, callExtras))
  expect(rows.map(({ name, productName }) => [name, productName])).toEqual([
    ['冲锋衣 · M', '冲锋衣'],
    ['冲锋衣 · L', '冲锋衣'],
  ])
  // What is one variant's is that one's, what is the product's is both's.
  good(await change({ ...large, variantId: added.variantId, version: 2, name: '冲锋衣 二代', price: 45_900 }))
  const after = await readVariants(shop.deps.db, shop.owner.shopId, [variantId, added.variantId])
  expect([variantId, added.variantId].map((id) => after.get(id))).toMatchObject([
    { name: '冲锋衣 二代 · M', price: 39_900 },
    { name: '冲锋衣 二代 · L', price: 45_900 },
  ])
})

test('CT24 who changes what somebody changed since he opened it is told so, also of another variant, and nothing is written', async () => {
  const { productId, variantId } = good(await change({ sku: 'OLD-M' }))
  const opened = await productGet(productId)
  const unversioned = { productId, variantId, sku: 'OLD-M' }
  const body = { ...unversioned, version: opened.version }
  good(await change({ productId, version: opened.version, sku: 'OLD-L', label: 'L' }))
  expect(await change({ ...body, name: '覆盖' })).toEqual({ code: 'conflict' })
  expect(await change({ ...unversioned, name: '覆盖' })).toEqual({ code: 'conflict' })
  expect(await change({ productId, sku: 'OLD-XL', label: 'XL', version: opened.version })).toEqual({ code: 'conflict' })
  const now = await productGet(productId)
  expect(now).toMatchObject({ name: '冲锋衣', version: opened.version + 1, variants: [{}, {}] })
  expect(await change({ ...body, version: now.version, name: '再开再改' })).toMatchObject({ variantId })
  expect(await change({ variantId, sku: 'OLD-M' })).toEqual({ code: 'notFound' })
})

test('CT23 counts, units, claims and movements are at the shop’s location, whose zone the shop shows', async () => {
  const shopId = (await addShop(shop.deps, { slug: 'west', name: '西' })) ?? ''
  await sql`update location set zone = 'Asia/Urumqi' where shop_id = ${shopId}`.execute(shop.deps.db)
  expect(await shopRules(shop.deps.db, shopId)).toMatchObject({ zone: 'Asia/Urumqi' })
  expect(await shopRules(shop.deps.db, shop.other.shopId)).toMatchObject({ zone: 'Asia/Shanghai' })
  const asker = { ...shop.owner, shopId }
  const { variantId } = good(await stockHandlers['product.change'](shop.deps, asker, { ...jacket, sku: 'W-1' }, callExtras))
  const asked = request(variantId, { from: shop.clock.now() })
  good(await shop.deps.log.transact(shopId, (tx) => hold(tx, [asked])))
  const { rows } = await sql<{ places: number; at: string[] }>`
    select (select count(*)::int from location where shop_id = ${shopId}) as places, array(
      select location_id from stock_level where shop_id = ${shopId} union select location_id from unit where shop_id = ${shopId}
      union select location_id from claim where shop_id = ${shopId} union select location_id from stock_movement where shop_id = ${shopId}
      union select location_id from location where shop_id = ${shopId}) as at`.execute(shop.deps.db)
  expect(rows).toEqual([{ places: 1, at: [expect.any(String)] }])
  // What another location has is another's: it neither serves here nor is taken by what is taken here.
  const elsewhere = await sql<{ id: string }>`
    insert into location (shop_id, location_id, created_at) values (${shopId}, gen_random_uuid(), now()) returning location_id as id
  `.execute(shop.deps.db)
  await expect(shop.deps.log.transact(shopId, (tx) => hold(tx, [request(variantId)]))).rejects.toMatchObject({ code: '21000' })
  await sql`delete from location where location_id = ${elsewhere.rows[0]?.id}`.execute(shop.deps.db)
  expect(await shop.deps.log.transact(shopId, (tx) => takeOut(tx, []))).toBeUndefined()
})
