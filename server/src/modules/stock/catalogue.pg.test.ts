import { randomUUID } from 'node:crypto'
import { type Calls, isRefusal, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Asker } from '../../platform/deps.ts'
import { catalogueHandlers, plansOf, readVariants } from '../catalogue/index.ts'
import { addPicture } from '../files/index.ts'
import { readQr } from '../../../test/read-qr.ts'
import { addShop } from '../shops/index.ts'
import { commit, hold, nameUnits, openEnd, release, stockHandlers, takeOut, unitByCode } from './index.ts'
import { at, callExtras, request, testShop, type TestShop } from './stock.builders.ts'

let shop: TestShop
const act = <T>(work: Parameters<typeof shop.deps.log.transact<T>>[1]) => shop.deps.log.transact<T>(shop.owner.shopId, work)
const named = (claimId: string, unitId: string) => act((tx) => nameUnits(tx, [{ claimId, unitId }]))
const takenOut = (claimId: string) => act((tx) => takeOut(tx, [{ claimId, unitId: null }]))
const list = async (body: Calls['product.list']['body'] = {}, asker: Asker = shop.owner) =>
  good(await stockHandlers['product.list'](shop.deps, asker, body, callExtras))
const variantGet = async (variantId: string) => good(await stockHandlers['variant.get'](shop.deps, shop.owner, { variantId }, callExtras))

beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

function good<T>(reply: T | Refusal): T {
  if (isRefusal(reply)) throw new Error(`refused: ${JSON.stringify(reply)}`)
  return reply
}
async function freshShop(): Promise<Asker> {
  return { ...shop.owner, shopId: (await addShop(shop.deps, { slug: `s${randomUUID()}`, name: '店' })) ?? '' }
}
async function bring(asker: Asker, csv: string): Promise<void> {
  const { importId, mapping } = good(await stockHandlers['import.add'](shop.deps, asker, {}, { ...callExtras, file: Buffer.from(csv) }))
  good(await stockHandlers['import.commit'](shop.deps, asker, { importId, mapping }, { ...callExtras, key: randomUUID() }))
}
const story: Calls['priceRules.change']['body'] = {
  weekendDays: [7, 6],
  weekendFactorBp: 12_000,
  graceMinutes: 30,
  latePerStartedHour: 600,
  lateCapDays: 1,
  bufferMinutes: 30,
}
const rules = (change: Partial<typeof story> = {}) =>
  catalogueHandlers['priceRules.change'](shop.deps, shop.owner, { ...story, ...change }, callExtras)

test('CT1 a SKU is one variant’s, whatever its case; another shop may use it', async () => {
  const rod = await shop.product({ sku: 'RH-3608' })
  await expect(shop.product({ sku: 'ｒｈ-3608' })).rejects.toThrow('skuTaken')
  await shop.product({ ...rod, sku: 'rh-3608', name: '改名' })
  const theirs = { ...variantBody(), sku: 'RH-3608' }
  expect(await stockHandlers['product.change'](shop.deps, shop.other, theirs, callExtras)).toMatchObject({ productId: expect.any(String) })
  expect(await stockHandlers['product.change'](shop.deps, shop.other, { ...theirs, ...rod, version: 2 }, callExtras)).toEqual({
    code: 'notFound',
  })
})

function variantBody(): Calls['product.change']['body'] {
  return {
    sku: 'X',
    name: '竿',
    category: '',
    brand: '',
    specs: '',
    description: '',
    forRent: false,
    forSale: false,
    tracking: 'units',
    pictureIds: [],
  }
}

test('CT1 two racing writers of one SKU make one product', async () => {
  const asker = await freshShop()
  const body = variantBody()
  const answers = await Promise.all(Array.from({ length: 8 }, () => stockHandlers['product.change'](shop.deps, asker, body, callExtras)))
  expect(answers.filter(isRefusal)).toEqual(Array.from({ length: 7 }, () => ({ code: 'skuTaken', values: { sku: 'X' } })))
})

test('CT2 figures are looked up in canonical units', async () => {
  const asker = await freshShop()
  await bring(
    asker,
    'SKU,名称,类别,规格,日租金\nA,海竿 3.6 m,海竿,"3.6 m, 240 g",35\nB,台钓竿 3.6 m,台钓竿,"3.6 m, closed 112 cm",20\nC,海竿 4.2 m,海竿,4.2 m,45\nD,路亚竿,路亚竿,"饵重 7-28 g, 2 节, 枪柄",30',
  )
  const names = async (text: string) => (await list({ text }, asker)).products.map(({ name }) => name)
  expect(await names('3.6米海竿')).toEqual(['海竿 3.6 m'])
  expect(await names('360cm')).toEqual(['海竿 3.6 m'])
  expect(await names('3.6m')).toEqual(['海竿 3.6 m', '台钓竿 3.6 m'])
  expect(await names('3.7m 海竿')).toEqual([])
  expect(await Promise.all(['14g', '想租一根2节的路亚竿', '枪柄'].map(names))).toEqual([['路亚竿'], ['路亚竿'], ['路亚竿']])
  expect(await Promise.all(['29g', '3节', '2环', '直柄'].map(names))).toEqual([[], [], [], []])
  const { rows } = await sql<{ name: string; unit: string; value: number }>`
    select a.name, a.unit, a.low as value from attribute a join variant v using (shop_id, product_id)
    where a.shop_id = ${asker.shopId} and v.sku = 'A' order by nth
  `.execute(shop.deps.db)
  expect(rows).toEqual([
    { name: 'length', unit: 'm', value: 3.6 },
    { name: 'weight', unit: 'g', value: 240 },
  ])
})

test('CT3 the plan is the variant’s tiers and the shop’s rules, and its version grows with either', async () => {
  const rod = await shop.product({ sku: 'PLAN-1' })
  const { variantId } = rod
  const plan = async () => (await plansOf(shop.deps.db, shop.owner.shopId, [variantId])).get(variantId)
  const first = await plan()
  expect(first).toMatchObject({ weekdayFactors: [], late: null, graceMinutes: 30, deposit: 40_000 })
  await rules()
  const second = await plan()
  expect(second).toMatchObject({
    tiers: [
      { length: { unit: 'day', count: 1 }, amount: 3500 },
      { length: { unit: 'day', count: 3 }, amount: 8500 },
      { length: { unit: 'day', count: 7 }, amount: 17_000 },
    ],
    weekdayFactors: [{ days: [6, 7], factorBp: 12_000 }],
    late: { perStartedHour: 600, cap: { of: 'dayRent', days: 1 } },
    bufferMinutes: 30,
  })
  await shop.product({ ...rod, sku: 'PLAN-1', dayRent: 4000 })
  const third = await plan()
  await shop.product({ ...rod, sku: 'PLAN-1', dayRent: 4000, name: '只改名字' })
  expect((await plan())?.version).toBe(third?.version)
  expect([first, second, third].map((each, _nth, all) => (each?.version ?? 0) - (all[0]?.version ?? 0))).toEqual([0, 1, 2])
  expect(await catalogueHandlers['priceRules.get'](shop.deps, shop.owner, {}, callExtras)).toMatchObject({
    version: 1,
    weekendDays: [6, 7],
  })
})

test('CT3 rules changed at the same moment get a version each', async () => {
  const before = good(await catalogueHandlers['priceRules.get'](shop.deps, shop.owner, {}, callExtras)).version
  const versions = (await Promise.all([1, 2, 3, 4].map(() => rules()))).map((reply) => good(reply).version)
  expect(versions.toSorted((a, b) => a - b)).toEqual([before + 1, before + 2, before + 3, before + 4])
})

test('CT5 pages follow each other without gap or repeat in every order, and switches hide what is off', async () => {
  const asker = await freshShop()
  const lines = Array.from({ length: 60 }, (_, nth) =>
    nth % 3 === 0 ? `S${nth},货 ${nth},售,,${(nth % 7) + 1},仅售` : `S${nth},货 ${nth},租,${nth % 5},,单件`,
  )
  await bring(asker, ['SKU,名称,类别,日租金,售价,管理方式', ...lines, 'Z,没有价,租,,,单件'].join('\n'))
  for (const sort of ['best', 'priceUp', 'priceDown'] as const) {
    const seen: { name: string; price: number }[] = []
    let after: string | null = null
    do {
      const page: Calls['product.list']['reply'] = await list({ sort, ...(after !== null && { after }) }, asker)
      seen.push(...page.products.map(({ name, dayRent, price }) => ({ name, price: dayRent ?? price ?? -1 })))
      after = page.next
    } while (after !== null)
    expect(new Set(seen.map(({ name }) => name)).size).toBe(60)
    expect(seen).toHaveLength(60)
    const prices = seen.map(({ price }) => price)
    const sorted = { best: prices, priceUp: prices.toSorted((a, b) => a - b), priceDown: prices.toSorted((a, b) => b - a) }
    expect(prices).toEqual(sorted[sort])
  }
  expect((await list({}, asker)).categories).toEqual([
    { name: '售', count: 20 },
    { name: '租', count: 40 },
  ])
  expect((await list({ offer: 'sale' }, asker)).products.every(({ forSale }) => forSale)).toBe(true)
  expect((await list({ category: '租' }, asker)).products.every(({ category }) => category === '租')).toBe(true)
  await sql`update shop set sale = false where shop_id = ${asker.shopId}`.execute(shop.deps.db)
  expect((await list({}, asker)).categories).toEqual([{ name: '租', count: 40 }])
  expect((await list({ offer: 'sale' }, asker)).products).toEqual([])
  expect(await stockHandlers['product.list'](shop.deps, asker, { after: 'x' }, callExtras)).toMatchObject({ code: 'malformed' })
})

test('CT5 a thousand products with claims are listed in 50 ms', async () => {
  const asker = await freshShop()
  const lines = Array.from(
    { length: 1_000 },
    (_, nth) => `S${nth},海竿 ${(nth % 80) / 10} m 中硬,类 ${nth % 12},"${(nth % 80) / 10} m, 7 rings, ${nth} g",${nth},单件,4`,
  )
  await bring(asker, ['SKU,名称,类别,规格,日租金,管理方式,数量', ...lines].join('\n'))
  const { rows } = await sql<{ variant_id: string }>`select variant_id from variant where shop_id = ${asker.shopId}`.execute(shop.deps.db)
  const asked = rows.map(({ variant_id }) => request(variant_id, { from: shop.clock.now() }))
  await shop.deps.log.transact(asker.shopId, (tx) => hold(tx, asked))
  await sql`analyze`.execute(shop.deps.db)
  for (const body of [{}, { text: '3.6m 海竿' }, { text: '中硬' }, { sort: 'priceDown', category: '类 3' }] as const) {
    const took: number[] = []
    for (let turn = 0; turn < 7; turn += 1) {
      const started = performance.now()
      const { products } = await list(body, asker)
      took.push(performance.now() - started)
      expect(products[0]).toMatchObject({ freeNow: 3, total: 4 })
    }
    // The best of seven: what it can do, on a machine that others use as well.
    expect(Math.min(...took)).toBeLessThan(50)
  }
}, 60_000)

test('CT6 what is taken out is in no list, and old orders still show it', async () => {
  const asker = await freshShop()
  await bring(asker, 'SKU,名称,日租金,数量\nA,竿,35,2')
  const { rows } = good(await stockHandlers['stock.list'](shop.deps, asker, {}, callExtras))
  const { imports } = good(await stockHandlers['import.list'](shop.deps, asker, {}, callExtras))
  const undone = { importId: imports[0]?.importId ?? '' }
  good(await stockHandlers['import.undo'](shop.deps, asker, undone, { ...callExtras, key: randomUUID() }))
  const { variantId, productId } = rows[0]!
  expect((await list({}, asker)).products).toEqual([])
  expect(good(await stockHandlers['stock.list'](shop.deps, asker, {}, callExtras)).rows).toEqual([])
  expect(await stockHandlers['product.get'](shop.deps, asker, { productId }, callExtras)).toEqual({ code: 'notFound' })
  expect((await readVariants(shop.deps.db, asker.shopId, [variantId])).get(variantId)).toMatchObject({
    name: '竿',
    removed: true,
    forRent: false,
  })
  expect(await shop.deps.log.transact(asker.shopId, (tx) => hold(tx, [request(variantId)]))).toMatchObject({ code: 'notEnoughEver' })
})

test('CT7 labels go on where they ended, and none is given twice', async () => {
  const rod = await shop.product({ sku: 'LAB', quantity: 2 })
  const { variantId } = rod
  const codes = async () => (await variantGet(variantId)).units.map(({ code }) => code)
  expect(await codes()).toEqual(['LAB-01', 'LAB-02'])
  const last = (await variantGet(variantId)).units[1]!
  good(await stockHandlers['unit.retire'](shop.deps, shop.owner, { unitId: last.unitId, reason: '断了' }, callExtras))
  good(
    await stockHandlers['unit.code'](
      shop.deps,
      shop.owner,
      { unitId: (await variantGet(variantId)).units[0]!.unitId, code: 'lab-03' },
      callExtras,
    ),
  )
  const added = good(await stockHandlers['unit.add'](shop.deps, shop.owner, { variantId, quantity: 1 }, callExtras))
  expect(added.units).toMatchObject([{ code: 'LAB-04', state: 'available', sku: 'LAB' }])
  await shop.product({ ...rod, sku: 'LAB', quantity: 1 })
  expect(await codes()).toEqual(['LAB-01', 'LAB-04'])
})

test('CT8 a unit is found by label, link and supplier’s code; a code is one unit’s', async () => {
  const { variantId } = await shop.product({ sku: 'FIND', quantity: 2 })
  const [one, two] = (await variantGet(variantId)).units
  const add = (unitId: string, code: string) => stockHandlers['unit.code'](shop.deps, shop.owner, { unitId, code }, callExtras)
  expect(await add(one!.unitId, 'sn 77/a')).toEqual({})
  expect(await add(one!.unitId, 'SN 77/A')).toEqual({})
  expect(await add(two!.unitId, 'sn 77/A')).toEqual({ code: 'codeTaken', values: { code: 'SN 77/A', unit: 'FIND-01' } })
  expect(await add(two!.unitId, 'find-01')).toMatchObject({ code: 'codeTaken' })
  for (const code of ['FIND-01', ' find-01 ', 'ＦＩＮＤ-01', 'https://shop.test/u/FIND-01', 'http://x/?c=find-01', 'sn 77/a']) {
    expect(await unitByCode(shop.deps.db, shop.owner.shopId, code)).toMatchObject({ unitId: one!.unitId })
  }
  expect((await variantGet(variantId)).units[0]).toMatchObject({ supplierCodes: ['SN 77/A'] })
  const find = (code: string, asker = shop.owner) => stockHandlers['unit.find'](shop.deps, asker, { code }, callExtras)
  expect(await find('FIND-03')).toEqual({ code: 'unitUnknown', values: { code: 'FIND-03' } })
  expect(await find('https://x/%E0%A4%A')).toMatchObject({ code: 'unitUnknown' })
  expect(await find('FIND-01', shop.other)).toMatchObject({ code: 'unitUnknown' })
})

test('CT9 the sheet has a QR for each unit that reads as its label', async () => {
  const { variantId } = await shop.product({ sku: '鱼竿-A', quantity: 3 })
  const sheet = (body: Calls['label.sheet']['body'], asker = shop.owner) => stockHandlers['label.sheet'](shop.deps, asker, body, callExtras)
  const { labels } = good(await sheet({ variantId }))
  expect(labels.map(({ code }) => code)).toEqual(['鱼竿-A-01', '鱼竿-A-02', '鱼竿-A-03'])
  for (const { code, qr } of labels) expect(await readQr(qr)).toBe(code)
  const [first, second] = (await variantGet(variantId)).units
  expect(good(await sheet({ unitIds: `${first!.unitId}, ${second!.unitId}` })).labels).toHaveLength(2)
  expect(await sheet({ unitIds: 'x' })).toMatchObject({ code: 'malformed' })
  expect(await sheet({ variantId }, shop.other)).toEqual({ code: 'notFound' })
})

test('CT10 every change of a count says why, and the movements sum to it', async () => {
  const asker = shop.owner
  const net = await shop.product({ tracking: 'bulk', forSale: true, price: 900, quantity: 12 })
  await shop.product({ sku: 'T-NET', tracking: 'bulk', quantity: 3 })
  good(await stockHandlers['unit.add'](shop.deps, asker, { variantId: net.variantId, quantity: 8 }, callExtras))
  const { rows } = await sql<{ owned: number; moved: number; kinds: string[] }>`
    select l.owned, coalesce(sum(m.quantity), 0)::int as moved, array_agg(m.kind order by m.movement_id) as kinds
    from stock_level l left join stock_movement m using (shop_id, variant_id) where l.shop_id = ${asker.shopId} group by l.variant_id, l.owned
  `.execute(shop.deps.db)
  expect(rows.filter(({ owned, moved }) => owned !== moved)).toEqual([])
  expect(rows.find(({ owned }) => owned === 20)?.kinds).toEqual(['corrected', 'received'])
  const { rows: drift } = await sql`
    select from variant v join stock_level l using (shop_id, variant_id)
    where v.tracking = 'units' and l.owned <> (select count(*) from unit u where u.shop_id = v.shop_id and u.variant_id = v.variant_id and u.retired_at is null)
  `.execute(shop.deps.db)
  expect(drift).toEqual([])
})

test('CT11 a unit that an order has, or was promised by name, can’t be retired', async () => {
  const { variantId } = await shop.product({ quantity: 2 })
  const [unit] = (await variantGet(variantId)).units
  const retire = (asker = shop.owner) => stockHandlers['unit.retire'](shop.deps, asker, { unitId: unit!.unitId, reason: '旧' }, callExtras)
  const asked = request(variantId)
  await act((tx) => hold(tx, [asked]))
  await named(asked.claimId, unit!.unitId)
  expect(await retire()).toEqual({ code: 'unitBusy', values: { code: unit!.code } })
  await takenOut(asked.claimId)
  expect(await retire()).toMatchObject({ code: 'unitBusy' })
  await act((tx) => release(tx, [asked.claimId]))
  expect(await retire(shop.other)).toEqual({ code: 'notFound' })
  expect(await retire()).toEqual({})
  expect(await retire()).toEqual({ code: 'notFound' })
  expect((await variantGet(variantId)).variant).toMatchObject({ total: 1 })
})

test('CT11 a count is never corrected below what is promised of it, and says how many that are', async () => {
  const hooks = await shop.product({ sku: 'FEW', tracking: 'bulk', quantity: 5 })
  const asked = request(hooks.variantId, { quantity: 3 })
  await act((tx) => hold(tx, [asked]))
  const correct = (quantity: number) => shop.product({ ...hooks, sku: 'FEW', tracking: 'bulk', quantity })
  await expect(correct(2)).rejects.toThrow('promised')
  expect((await variantGet(hooks.variantId)).variant).toMatchObject({ total: 5 })
  await correct(3)
  expect((await variantGet(hooks.variantId)).variant).toMatchObject({ total: 3 })
})

test('CT17 the calendar shows each date, the whole span, and when it is free again', async () => {
  await rules({ bufferMinutes: 0 })
  const { variantId } = await shop.product({ quantity: 1 })
  const asked = request(variantId)
  await act((tx) => hold(tx, [asked]))
  await act((tx) => commit(tx, [asked.claimId]))
  const calendar = (change = {}) =>
    stockHandlers['calendar.get'](
      shop.deps,
      shop.owner,
      { variantId, from: at('11-27T18:00'), until: at('11-30T18:00'), ...change },
      callExtras,
    )
  expect(await calendar()).toEqual({
    days: ['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map((date, nth) => ({ date, free: nth === 3 ? 1 : 0 })),
    free: 0,
    freeFrom: at('11-29T18:00'),
  })
  expect(await calendar({ exceptOrderId: asked.orderId })).toMatchObject({
    free: 1,
    days: [{ free: 1 }, { free: 1 }, { free: 1 }, { free: 1 }],
  })
  const [unit] = (await variantGet(variantId)).units
  await named(asked.claimId, unit!.unitId)
  await takenOut(asked.claimId)
  await act((tx) => openEnd(tx, [asked.claimId]))
  expect(await calendar()).toMatchObject({ free: 0, freeFrom: null, days: [{}, {}, {}, { free: 0 }] })
  expect(await calendar({ until: at('11-27T18:00') })).toEqual({ code: 'spanInvalid' })
  expect(await calendar({ until: at('11-27T18:00') + 500 * 86_400_000 })).toMatchObject({ code: 'malformed' })
})

test('CT19 another shop’s products, variants and pictures are not found', async () => {
  const { productId, variantId } = await shop.product()
  const { deps, other } = shop
  const span = { variantId, from: at('11-27T18:00'), until: at('11-28T18:00') }
  const answers = await Promise.all([
    stockHandlers['product.get'](deps, other, { productId }, callExtras),
    stockHandlers['calendar.get'](deps, other, span, callExtras),
    stockHandlers['variant.get'](deps, other, { variantId }, callExtras),
    stockHandlers['unit.add'](deps, other, { variantId, quantity: 1 }, callExtras),
    stockHandlers['unit.code'](deps, other, { unitId: (await variantGet(variantId)).units[0]!.unitId, code: 'x' }, callExtras),
  ])
  expect(answers).toEqual(answers.map(() => ({ code: 'notFound' })))
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const picture = good(await addPicture(deps, shop.owner.shopId, png, shop.owner.personId))
  const stolen = { ...variantBody(), pictureIds: [picture.fileId] }
  expect(await stockHandlers['product.change'](deps, other, stolen, callExtras)).toEqual({ code: 'notFound' })
  const own = await shop.product({ pictureIds: [picture.fileId] })
  const { pictures } = good(await stockHandlers['product.get'](deps, shop.owner, { productId: own.productId }, callExtras))
  expect(pictures).toEqual([picture])
})
