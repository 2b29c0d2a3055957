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
  nameUnits,
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
const named = (claimId: string, unitId: string) => act((tx) => nameUnits(tx, [{ claimId, unitId }]))
const takenOut = (claimId: string) => act((tx) => takeOut(tx, [{ claimId, unitId: null }]))
const hour = 3_600_000
const fri = at('11-27T18:00')
const sun = at('11-29T18:00')

beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

async function freeIn(variantId: string, from = fri, until: number | null = sun): Promise<number | undefined> {
  const [free] = await freeBetween({ db: shop.deps.db, shopId: shop.owner.shopId, now: shop.clock.now() }, [
    { variantId, quantity: 1, from, until, bufferMinutes: 0 },
  ])
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
  expect(await act((tx) => hold(tx, [request(tent.variantId), request(tent.variantId, later)]))).toBeUndefined()
  expect(await freeIn(tent.variantId)).toBe(0)
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
  expect(await named(asked.claimId, unit!.unitId)).toBeUndefined()
  await takenOut(asked.claimId)
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'checkedOut', orderNumber: 'B-1', dueAt: sun }])
  expect(await freeIn(variantId, shop.clock.now(), fri)).toBe(0) // taken from the scan on, not only from what was asked

  await act((tx) => putBack(tx, [asked.claimId]))
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'available' }])
  expect(await freeIn(variantId, shop.clock.now(), fri)).toBe(1)

  await named(asked.claimId, unit!.unitId)
  await takenOut(asked.claimId)
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
  await named(asked.claimId, unit!.unitId)
  await takenOut(asked.claimId)
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
  await act((tx) =>
    takeOut(
      tx,
      claimIds.map((claimId) => ({ claimId, unitId: null })),
    ),
  )
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
  const answers = await Promise.all(asked.map(({ claimId }) => named(claimId, unit!.unitId)))
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
  expect(await named(first.claimId, wrong!.unitId)).toEqual({
    code: 'unitWrongVariant',
    values: { code: wrong!.code, name: '双人帐' },
  })
  expect(await named(first.claimId, randomUUID())).toMatchObject({ code: 'unitUnknown' })
  await named(first.claimId, unit!.unitId)
  await takenOut(first.claimId)
  await act((tx) => takeBack(tx, [first.claimId], at('11-28T13:00')))
  // Back at 13:00 with two hours of buffer, and handed out again at once: at 14:00 it was promised.
  expect(await named(second.claimId, unit!.unitId)).toBeUndefined()
})

test('CT17 a late piece is taken without end, and whoever waits for that very unit is promised another', async () => {
  const { variantId } = await shop.product({ quantity: 2 })
  const [unit] = await unitsOf(variantId)
  const late = request(variantId)
  const waiting = request(variantId, { from: sun, until: sun + 86_400_000 })
  await act((tx) => hold(tx, [late, waiting]))
  await named(late.claimId, unit!.unitId)
  await named(waiting.claimId, unit!.unitId)
  await takenOut(late.claimId)
  await act((tx) => openEnd(tx, [late.claimId]))
  expect(await freeIn(variantId, sun + 10 * 86_400_000, sun + 11 * 86_400_000)).toBe(1)
  expect(await claimsOfOrder(shop.deps.db, shop.owner.shopId, waiting.orderId)).toMatchObject([{ unitId: null, phase: 'held' }])
  await act((tx) => takeBack(tx, [late.claimId], sun + 3_600_000))
  expect(await freeIn(variantId, sun + 10 * 86_400_000, sun + 11 * 86_400_000)).toBe(2)
})

test('ST5 what should be back and isn’t is taken on, before anybody calls it late, and is counted as out', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const [unit] = await unitsOf(variantId)
  const asked = request(variantId, { from: shop.clock.now(), until: shop.clock.now() + hour, bufferMinutes: 10 })
  const after = () => freeIn(variantId, asked.from + 3 * hour, asked.from + 4 * hour)
  await act((tx) => hold(tx, [asked]))
  await act((tx) => takeOut(tx, [{ claimId: asked.claimId, unitId: unit!.unitId }]))
  expect(await after()).toBe(1)
  shop.clock.advance(hour + 10 * 60_000 - 1)
  expect(await after()).toBe(1)
  shop.clock.advance(1)
  expect(await after()).toBe(0)
  expect(await act((tx) => hold(tx, [request(variantId)]))).toMatchObject({ code: 'notEnoughEver' })
  const reply = await stockHandlers['variant.get'](shop.deps, shop.owner, { variantId }, callExtras)
  expect(reply).toMatchObject({ variant: { total: 1, freeNow: 0, out: 1 }, claims: [{ until: null }] })
  // Nobody else gets the very unit either.
  const other = request(variantId, { from: shop.clock.now() })
  await stockHandlers['unit.add'](shop.deps, shop.owner, { variantId, quantity: 1 }, callExtras)
  await act((tx) => hold(tx, [other]))
  expect(await named(other.claimId, unit!.unitId)).toEqual({ code: 'unitBusy', values: { code: unit!.code } })
  await act((tx) => takeBack(tx, [asked.claimId], shop.clock.now()))
  expect(await after()).toBe(1)
})

test('ST6 an order doesn’t stand in its own way', async () => {
  const { variantId } = await shop.product({ quantity: 2 })
  const [own, others] = [request(variantId), request(variantId)]
  await act((tx) => hold(tx, [own, others]))
  const span = { variantId, quantity: 1, from: fri, until: sun + hour, bufferMinutes: 0 }
  const here = { db: shop.deps.db, shopId: shop.owner.shopId, now: shop.clock.now() }
  expect(await freeBetween(here, [span])).toEqual([{ free: 0, freeFrom: sun }])
  expect(await freeBetween(here, [span], own.orderId)).toEqual([{ free: 1, freeFrom: fri }])
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

test('CT18 of tracked goods the very pieces that were named leave the stock', async () => {
  const { variantId } = await shop.product({ quantity: 2, forSale: true, price: 9900 })
  const [first, second] = await unitsOf(variantId)
  const bought = request(variantId, { from: shop.clock.now(), until: null })
  await act((tx) => hold(tx, [bought]))
  await expect(act((tx) => sell(tx, [bought.claimId], shop.owner.personId))).rejects.toThrow('without its name')
  const rented = request(variantId)
  await act((tx) => hold(tx, [rented]))
  await named(rented.claimId, first!.unitId)
  // Promised by name to somebody on Friday: another piece is sold.
  expect(await named(bought.claimId, first!.unitId)).toMatchObject({ code: 'unitBusy' })
  await named(bought.claimId, second!.unitId)
  await act((tx) => sell(tx, [bought.claimId], shop.owner.personId))
  expect(await unitsOf(variantId)).toMatchObject([{ code: first!.code }])
  expect(await named(rented.claimId, second!.unitId)).toEqual({ code: 'unitUnknown', values: { code: second!.code } })
  const reason = await sql<{ retired_reason: string }>`select retired_reason from unit where unit_id = ${second!.unitId}`.execute(
    shop.deps.db,
  )
  expect(reason.rows).toEqual([{ retired_reason: 'sold' }])
})

test('CT21 a piece found damaged is out of use for everybody until somebody says that it can be used again', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const [unit] = await unitsOf(variantId)
  const now = shop.clock.now()
  const [asked, later] = [request(variantId, { from: now, until: now + hour }), request(variantId)]
  await act((tx) => hold(tx, [asked, later]))
  await act((tx) => takeOut(tx, [{ claimId: asked.claimId, unitId: unit!.unitId }]))
  await named(later.claimId, unit!.unitId)
  await act((tx) => takeBack(tx, [asked.claimId], now + 1))
  await act((tx) => inspect(tx, [{ claimId: asked.claimId, condition: 'damaged' }], shop.owner.personId))
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'maintenance', condition: 'damaged' }])
  expect(await freeIn(variantId, sun, sun + hour)).toBe(0)
  expect(await claimsOfOrder(shop.deps.db, shop.owner.shopId, later.orderId)).toMatchObject([{ unitId: null, phase: 'held' }])
  expect(await named(later.claimId, unit!.unitId)).toEqual({ code: 'unitDown', values: { code: unit!.code } })
  const available = (unitId: string, asker = shop.owner) => stockHandlers['unit.available'](shop.deps, asker, { unitId }, callExtras)
  expect(await available(unit!.unitId, shop.other)).toEqual({ code: 'notFound' })
  expect(await available(unit!.unitId)).toEqual({})
  expect(await available(unit!.unitId)).toEqual({ code: 'notFound' })
  expect(await unitsOf(variantId)).toMatchObject([{ state: 'available', condition: 'good' }])
  expect(await named(later.claimId, unit!.unitId)).toBeUndefined()
})

test('CT21 bulk pieces are out of use by number; a damaged unit can be retired', async () => {
  const bulk = await shop.product({ tracking: 'bulk', quantity: 5 })
  const asked = [1, 2].map(() => request(bulk.variantId, { from: shop.clock.now() }))
  const pieces = asked.map(({ claimId }) => ({ claimId, unitId: null }))
  const claimIds = asked.map(({ claimId }) => claimId)
  await act((tx) => hold(tx, asked))
  await act((tx) => takeOut(tx, pieces))
  await act((tx) => takeBack(tx, claimIds, shop.clock.now() + 1))
  const found = claimIds.map((claimId, nth) => ({ claimId, condition: nth === 0 ? ('damaged' as const) : ('good' as const) }))
  await act((tx) => inspect(tx, found, shop.owner.personId))
  expect(await freeIn(bulk.variantId, sun, sun + hour)).toBe(4)
  const reply = await stockHandlers['variant.get'](shop.deps, shop.owner, { variantId: bulk.variantId }, callExtras)
  const down = isRefusal(reply) ? undefined : reply.claims.find(({ kind }) => kind === 'downtime')
  expect(await stockHandlers['unit.available'](shop.deps, shop.owner, { unitId: down!.claimId }, callExtras)).toEqual({})
  expect(await freeIn(bulk.variantId, sun, sun + hour)).toBe(5)

  const rod = await shop.product({ quantity: 2 })
  const [unit] = await unitsOf(rod.variantId)
  const [claim] = [request(rod.variantId, { from: shop.clock.now() })]
  await act((tx) => hold(tx, [claim]))
  await act((tx) => takeOut(tx, [{ claimId: claim.claimId, unitId: unit!.unitId }]))
  await act((tx) => takeBack(tx, [claim.claimId], shop.clock.now() + 1))
  await act((tx) => inspect(tx, [{ claimId: claim.claimId, condition: 'damaged' }], shop.owner.personId))
  expect(await stockHandlers['unit.retire'](shop.deps, shop.owner, { unitId: unit!.unitId, reason: '断' }, callExtras)).toEqual({})
  expect(await freeIn(rod.variantId, sun, sun + hour)).toBe(1)
})

test('CT19 another shop’s variant can’t be held, nor its unit named', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const [unit] = await unitsOf(variantId)
  const theirs = await shop.deps.log.transact(shop.other.shopId, (tx) => hold(tx, [request(variantId)]))
  expect(theirs).toEqual({ code: 'notFound' })
  const theirUnit = await shop.deps.log.transact(shop.other.shopId, (tx) =>
    nameUnits(tx, [{ claimId: randomUUID(), unitId: unit!.unitId }]),
  )
  expect(theirUnit).toMatchObject({ code: 'unitUnknown' })
  expect(await freeIn(variantId)).toBe(1)
})
