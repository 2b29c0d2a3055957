import { randomUUID } from 'node:crypto'
import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tx } from '../../log/index.ts'
import {
  claimOut,
  claimsOfOrder,
  commit,
  freeBetween,
  hold,
  inspect,
  nameUnit,
  openEnd,
  putBack,
  release,
  sell,
  stockHandlers,
  takeBack,
  takeOut,
  undoTakeBack,
} from './index.ts'
import { at, callExtras, request, testShop, type TestShop } from './stock.builders.ts'

let shop: TestShop
const act = <T>(work: (tx: Tx) => Promise<T>) => shop.deps.log.transact(shop.owner.shopId, work)
const fri = at('11-27T18:00')
const sun = at('11-29T18:00')

beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

async function freeIn(variantId: string, from = fri, until: number | null = sun): Promise<number | undefined> {
  const [free] = await freeBetween(shop.deps.db, shop.owner.shopId, [{ variantId, quantity: 1, from, until, bufferMinutes: 0 }])
  return free?.free
}
async function unitsOf(variantId: string) {
  const reply = await stockHandlers['variant.get'](shop.deps, shop.owner, { variantId }, callExtras)
  if (isRefusal(reply)) throw new Error(reply.code)
  return reply.units
}

test('CT12 sixty-four want the last piece at once: one gets it, the others hear when it is free again', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const answers = await Promise.all(Array.from({ length: 64 }, () => act((tx) => hold(tx, [request(variantId, { bufferMinutes: 30 })]))))
  const refused = answers.filter(isRefusal)
  expect(answers.length - refused.length).toBe(1)
  expect(refused).toHaveLength(63)
  for (const refusal of refused) expect(refusal).toEqual({ code: 'notEnough', values: { free: 0, freeFrom: sun + 30 * 60_000 } })
  expect(await freeIn(variantId)).toBe(0)
})

test('CT15 an order’s lines are held together or not at all', async () => {
  const rod = await shop.product({ quantity: 2 })
  const tent = await shop.product({ quantity: 1 })
  const asked = [request(rod.variantId), request(tent.variantId), request(tent.variantId)]
  expect(await act((tx) => hold(tx, asked))).toMatchObject({ code: 'notEnoughEver', values: { free: 1 } })
  expect([await freeIn(rod.variantId), await freeIn(tent.variantId)]).toEqual([2, 1])
  // Fits by pieces of one variant in different spans.
  const later = { from: sun, until: sun + 3_600_000 }
  const held = await act((tx) => hold(tx, [request(tent.variantId), request(tent.variantId, later)]))
  expect(held).toMatchObject({
    stock: [
      { free: 1, freeFrom: fri },
      { free: 1, freeFrom: sun },
    ],
  })
})

test('CT15 two orders with the same lines in opposite order never wait for each other', async () => {
  const [one, two] = [await shop.product({ quantity: 40 }), await shop.product({ quantity: 40 })]
  const orders = Array.from({ length: 32 }, (_, nth) => (nth % 2 ? [one, two] : [two, one]).map(({ variantId }) => request(variantId)))
  const answers = await Promise.all(orders.map((asked) => act((tx) => hold(tx, asked))))
  expect(answers.filter(isRefusal)).toEqual([])
  expect([await freeIn(one.variantId), await freeIn(two.variantId)]).toEqual([8, 8])
})

test('CT16 out and back: what is promised, handed over, returned and inspected', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const [unit] = await unitsOf(variantId)
  const asked = request(variantId, { bufferMinutes: 60 })
  await act((tx) => hold(tx, [asked]))
  await act((tx) => commit(tx, [asked.claimId]))
  expect(await act((tx) => nameUnit(tx, asked.claimId, unit!.unitId))).toEqual({ code: unit!.code })
  await act((tx) => takeOut(tx, [asked.claimId]))
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'checkedOut', orderNumber: 'B-1', dueAt: sun }])
  expect(await freeIn(variantId, shop.clock.now(), fri)).toBe(0) // taken from the scan on, not only from what was asked

  await act((tx) => putBack(tx, [asked.claimId]))
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'available' }])
  expect(await freeIn(variantId, shop.clock.now(), fri)).toBe(1)

  await act((tx) => nameUnit(tx, asked.claimId, unit!.unitId))
  await act((tx) => takeOut(tx, [asked.claimId]))
  expect(await claimOut(shop.deps.db, shop.owner.shopId, unit!.unitId)).toEqual({ claimId: asked.claimId, orderId: asked.orderId })
  const back = at('11-28T10:00')
  await act((tx) => takeBack(tx, [asked.claimId], back))
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'inspection', dueAt: null }])
  expect(await freeIn(variantId, back, sun)).toBe(0)
  expect(await freeIn(variantId, back + 3_600_000, sun)).toBe(1)

  expect(await act((tx) => undoTakeBack(tx, [asked.claimId]))).toBeUndefined()
  expect(await freeIn(variantId, sun, sun + 3_600_000)).toBe(0)
  await act((tx) => takeBack(tx, [asked.claimId], back))
  await act((tx) => inspect(tx, [{ claimId: asked.claimId, condition: 'worn' }], shop.owner.personId))
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'available', condition: 'worn', orderId: null }])
  expect(await freeIn(variantId, shop.clock.now(), null)).toBe(1)
  expect(await claimsOfOrder(shop.deps.db, shop.owner.shopId, asked.orderId)).toMatchObject([{ phase: 'closed', unitCode: unit!.code }])
})

test('CT16 what is missing at the inspection leaves the stock', async () => {
  const { variantId } = await shop.product({ quantity: 2 })
  const [unit] = await unitsOf(variantId)
  const asked = request(variantId)
  await act((tx) => hold(tx, [asked]))
  await act((tx) => nameUnit(tx, asked.claimId, unit!.unitId))
  await act((tx) => takeOut(tx, [asked.claimId]))
  await act((tx) => takeBack(tx, [asked.claimId], sun))
  await act((tx) => inspect(tx, [{ claimId: asked.claimId, condition: 'missing' }], shop.owner.personId))
  expect(await freeIn(variantId)).toBe(1)
  expect(await unitsOf(variantId)).toHaveLength(1)
})

test('CT16 bulk pieces come and go without a unit, and a missing one leaves the count', async () => {
  const { variantId } = await shop.product({ tracking: 'bulk', quantity: 3 })
  const asked = [request(variantId), request(variantId)]
  const claimIds = asked.map(({ claimId }) => claimId)
  await act((tx) => hold(tx, asked))
  await act((tx) => takeOut(tx, claimIds))
  await act((tx) => takeBack(tx, claimIds, shop.clock.now() + 1000))
  const found = claimIds.map((claimId, nth) => ({ claimId, condition: nth === 0 ? ('missing' as const) : ('good' as const) }))
  await act((tx) => inspect(tx, found, shop.owner.personId))
  await act((tx) => inspect(tx, found, shop.owner.personId))
  expect(await freeIn(variantId)).toBe(2)
})

test('CT16 a released claim is free at once, and stays so when it is released again', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const asked = request(variantId, { bufferMinutes: 600 })
  await act((tx) => hold(tx, [asked]))
  await act((tx) => release(tx, [asked.claimId]))
  await act((tx) => release(tx, [asked.claimId]))
  expect(await freeIn(variantId)).toBe(1)
  await act((tx) => commit(tx, [asked.claimId]))
  expect(await freeIn(variantId)).toBe(1)
})

test('CT14 many scan one unit at once: it serves one order, the others are told it is taken', async () => {
  const { variantId } = await shop.product({ quantity: 8 })
  const [unit] = await unitsOf(variantId)
  const asked = Array.from({ length: 8 }, () => request(variantId))
  await act((tx) => hold(tx, asked))
  const answers = await Promise.all(asked.map(({ claimId }) => act((tx) => nameUnit(tx, claimId, unit!.unitId))))
  expect(answers.filter(isRefusal)).toEqual(Array.from({ length: 7 }, () => ({ code: 'unitBusy', values: { code: unit!.code } })))
})

test('CT14 the constraint stands behind the door: a unit can’t be written into two claims of one time', async () => {
  const { variantId } = await shop.product({ quantity: 2 })
  const [unit] = await unitsOf(variantId)
  const asked = [request(variantId), request(variantId)]
  await act((tx) => hold(tx, asked))
  const write = sql`update claim set unit_id = ${unit!.unitId} where claim_id = any(${asked.map(({ claimId }) => claimId)}::uuid[])`
  await expect(write.execute(shop.deps.db)).rejects.toMatchObject({ code: '23P01' })
})

test('CT14 the wrong unit is refused by name, an unknown one too, and one that is back may go out before its buffer ends', async () => {
  const rod = await shop.product({ quantity: 1 })
  const tent = await shop.product({ quantity: 1, name: '双人帐', specs: '' })
  const [unit] = await unitsOf(rod.variantId)
  const [wrong] = await unitsOf(tent.variantId)
  const first = request(rod.variantId, { until: at('11-28T12:00'), bufferMinutes: 120 })
  const second = request(rod.variantId, { from: at('11-28T14:00') })
  await act((tx) => hold(tx, [first, second]))
  expect(await act((tx) => nameUnit(tx, first.claimId, wrong!.unitId))).toEqual({
    code: 'unitWrongVariant',
    values: { code: wrong!.code, name: '双人帐' },
  })
  expect(await act((tx) => nameUnit(tx, first.claimId, randomUUID()))).toMatchObject({ code: 'unitUnknown' })
  await act((tx) => nameUnit(tx, first.claimId, unit!.unitId))
  await act((tx) => takeOut(tx, [first.claimId]))
  await act((tx) => takeBack(tx, [first.claimId], at('11-28T13:00')))
  // Back at 13:00 with two hours of buffer, and handed out again at once: at 14:00 it was promised.
  expect(await act((tx) => nameUnit(tx, second.claimId, unit!.unitId))).toEqual({ code: unit!.code })
})

test('CT17 a late piece is taken without end, and whoever waits for that very unit is promised another', async () => {
  const { variantId } = await shop.product({ quantity: 2 })
  const [unit] = await unitsOf(variantId)
  const late = request(variantId)
  const waiting = request(variantId, { from: sun, until: sun + 86_400_000 })
  await act((tx) => hold(tx, [late, waiting]))
  await act((tx) => nameUnit(tx, late.claimId, unit!.unitId))
  await act((tx) => nameUnit(tx, waiting.claimId, unit!.unitId))
  await act((tx) => takeOut(tx, [late.claimId]))
  await act((tx) => openEnd(tx, [late.claimId]))
  expect(await freeIn(variantId, sun + 10 * 86_400_000, sun + 11 * 86_400_000)).toBe(1)
  expect(await claimsOfOrder(shop.deps.db, shop.owner.shopId, waiting.orderId)).toMatchObject([{ unitId: null, phase: 'held' }])
  await act((tx) => takeBack(tx, [late.claimId], sun + 3_600_000))
  expect(await freeIn(variantId, sun + 10 * 86_400_000, sun + 11 * 86_400_000)).toBe(2)
})

test('CT18 sold goods are taken when they are held, also from rentals to come, and gone when they are handed over', async () => {
  const { variantId } = await shop.product({ tracking: 'bulk', forSale: true, price: 9900, quantity: 3 })
  const rented = request(variantId, { quantity: 2, from: at('12-10T10:00'), until: at('12-11T10:00') })
  await act((tx) => hold(tx, [rented]))
  const bought = request(variantId, { quantity: 2, from: shop.clock.now(), until: null })
  expect(await act((tx) => hold(tx, [bought]))).toEqual({ code: 'notEnoughEver', values: { free: 1 } })
  const one = { ...bought, quantity: 1 }
  await act((tx) => hold(tx, [one]))
  expect(await freeIn(variantId, at('12-10T10:00'), at('12-11T10:00'))).toBe(0)
  await act((tx) => sell(tx, [one.claimId], shop.owner.personId))
  await act((tx) => sell(tx, [one.claimId], shop.owner.personId))
  expect(await freeIn(variantId, at('12-10T10:00'), at('12-11T10:00'))).toBe(0)
  expect(await freeIn(variantId, fri, sun)).toBe(2)
})

test('CT19 another shop’s variant can’t be held, nor its unit named', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const [unit] = await unitsOf(variantId)
  const theirs = await shop.deps.log.transact(shop.other.shopId, (tx) => hold(tx, [request(variantId)]))
  expect(theirs).toEqual({ code: 'notFound' })
  const named = await shop.deps.log.transact(shop.other.shopId, (tx) => nameUnit(tx, randomUUID(), unit!.unitId))
  expect(named).toMatchObject({ code: 'unitUnknown' })
  expect(await freeIn(variantId)).toBe(1)
})
