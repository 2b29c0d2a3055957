import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Asker } from '../../platform/deps.ts'
import { stockHandlers } from '../stock/index.ts'
import { callExtras } from '../stock/stock.builders.ts'
import { type OrderShop, orderShop } from './orders.builders.ts'

let shop: OrderShop
let clerk: Asker
const hour = 3_600_000

beforeAll(async () => {
  shop = await orderShop()
  clerk = shop.staff('owner')
})
afterAll(() => shop.close())

const scan = (code: string) => ({ code, condition: 'good' as const, note: '', pictureIds: [] })
type Line = Parameters<typeof shop.must<'order.place'>>[2]['lines'][number]

async function paid(lines: Line[]) {
  const { orderId } = await shop.must('order.place', clerk, { lines, customer: { name: '甲' } })
  const { sheet, lines: placed } = await shop.must('order.get', clerk, { orderId })
  await shop.must('feeSheet.confirm', clerk, { orderId, version: 1 })
  await shop.must('payment.counter', clerk, { orderId, amount: sheet.totals.due, means: 'cash' })
  return { orderId, orderLineIds: placed.filter(({ kind }) => kind === 'sale').map(({ orderLineId }) => orderLineId) }
}
async function variant(variantId: string) {
  const reply = await stockHandlers['variant.get'](shop.deps, shop.owner, { variantId }, callExtras)
  if (!('units' in reply)) throw new Error(reply.code)
  return reply
}
/** Tracked variants whose count isn't the number of their units, and counts that their movements don't sum to. */
async function drift(): Promise<unknown[]> {
  const { rows } = await sql`
    select v.sku, l.owned from variant v join stock_level l using (shop_id, variant_id)
    where (v.tracking = 'units' and l.owned <> (
        select count(*) from unit u where u.shop_id = v.shop_id and u.variant_id = v.variant_id and u.retired_at is null))
      or l.owned <> (select coalesce(sum(m.quantity), 0) from stock_movement m where m.shop_id = l.shop_id and m.variant_id = l.variant_id)
  `.execute(shop.deps.db)
  return rows
}

it('CT18 tracked goods are given by their codes: exactly those that were bought, and they are gone from the stock', async () => {
  const rod = await shop.product({ sku: 'BUY', name: '竿', quantity: 3, forSale: true, price: 9900 })
  await shop.product({ sku: 'OTHER', name: '轮', quantity: 1 })
  const line = await shop.product({ sku: 'LINE', tracking: 'bulk', quantity: 10, forRent: false, forSale: true, price: 900 })
  const { orderId, orderLineIds } = await paid([
    { kind: 'sale', variantId: rod.variantId, quantity: 2 },
    { kind: 'sale', variantId: line.variantId, quantity: 4 },
  ])
  expect((await shop.must('order.get', clerk, { orderId })).lines.map(({ tracking }) => tracking)).toEqual(['units', 'bulk'])
  const give = (codes?: string[]) => shop.ask('sale.handOver', clerk, { orderId, orderLineIds, ...(codes && { codes }) })
  const count = (scanned: number) => ({ code: 'scanCount', values: { name: '竿', needed: 2, scanned } })
  expect(await give()).toEqual(count(0))
  expect(await give(['BUY-01'])).toEqual(count(1))
  expect(await give(['BUY-01', 'BUY-02', 'BUY-03'])).toEqual(count(3))
  expect(await give(['BUY-01', 'NONE'])).toEqual({ code: 'unitUnknown', values: { code: 'NONE' } })
  expect(await give(['BUY-01', 'OTHER-01'])).toEqual({ code: 'unitWrongVariant', values: { code: 'OTHER-01', name: '轮' } })
  expect(await give(['BUY-01', 'BUY-01'])).toEqual({ code: 'unitBusy', values: { code: 'BUY-01' } })
  expect((await variant(rod.variantId)).variant.total).toBe(3)
  expect(await give(['buy-03', 'BUY-01'])).toEqual({})
  expect(await shop.must('order.get', clerk, { orderId })).toMatchObject({ stage: 'closed' })
  expect((await variant(rod.variantId)).units.map(({ code }) => code)).toEqual(['BUY-02'])
  expect(await drift()).toEqual([])
  // What is gone is no unit any longer: it can't be retired once more, nor handed out.
  const { rows } = await sql<{ unit_id: string }>`select unit_id from unit where code = 'BUY-01'`.execute(shop.deps.db)
  const retire = { unitId: rows[0]?.unit_id ?? '', reason: '旧' }
  expect(await stockHandlers['unit.retire'](shop.deps, shop.owner, retire, callExtras)).toEqual({ code: 'notFound' })
  const rented = await paid([
    { kind: 'rental', variantId: rod.variantId, quantity: 1, from: shop.clock.now(), until: shop.clock.now() + hour },
  ])
  expect(await shop.ask('rental.checkOut', clerk, { orderId: rented.orderId, units: [scan('BUY-01')] })).toMatchObject({
    code: 'unitUnknown',
  })
  expect(await drift()).toEqual([])
})

it('CT20 who comes early gets what nobody else is promised until then; else it is said from when', async () => {
  const { variantId } = await shop.product({ sku: 'EARLY', quantity: 1 })
  const now = shop.clock.now()
  const rental = (from: number, until: number): Line => ({
    kind: 'rental',
    variantId,
    quantity: 1,
    from: now + from * hour,
    until: now + until * hour,
  })
  const first = await paid([rental(1, 2)])
  const second = await paid([rental(4, 6)])
  const third = await paid([rental(12, 13)])
  const out = (orderId: string) => shop.ask('rental.checkOut', clerk, { orderId, units: [scan('EARLY-01')] })
  const before = await shop.facts(second.orderId)
  // Half an hour of buffer after the first one's end; the story's Friday begins at 09:00.
  expect(await out(second.orderId)).toEqual({
    code: 'notEnough',
    values: { free: 0, freeFrom: '11月27日 11:30', freeFromAt: now + 2.5 * hour },
  })
  expect(await shop.facts(second.orderId)).toEqual(before)
  await shop.must('order.cancel', clerk, { orderId: first.orderId, reason: '' })
  expect(await out(second.orderId)).toEqual({})
  expect(await out(third.orderId)).toMatchObject({ code: 'unitBusy' })
})

it('CT22 where pieces are lost, damaged or retired, or a check-in is undone, who finds none left is told at once', async () => {
  const { variantId } = await shop.product({ sku: 'FEWER', quantity: 4 })
  const now = shop.clock.now()
  const rental = (from: number, until: number, quantity: number): Line => ({
    kind: 'rental',
    variantId,
    quantity,
    from: now + from * hour,
    until: now + until * hour,
  })
  const today = await paid([rental(0, 2, 3)])
  const waiting = await paid([rental(48, 50, 4)])
  const told = async () => (await shop.facts(waiting.orderId)).filter(({ kind }) => kind === 'claim.endangered')
  await shop.must('rental.checkOut', clerk, { orderId: today.orderId, units: ['01', '02', '03'].map((nth) => scan(`FEWER-${nth}`)) })
  shop.clock.advance(1000)
  await shop.must('rental.checkIn', clerk, { units: ['01', '02', '03'].map((nth) => scan(`FEWER-${nth}`)) })
  const units = (await variant(variantId)).units
  const inspect = (nth: number, condition: 'good' | 'damaged' | 'missing') =>
    shop.must('rental.inspect', clerk, {
      orderId: today.orderId,
      units: [{ unitId: units[nth]?.unitId ?? '', condition, damage: 0, cleaning: 0, note: '' }],
    })
  await inspect(0, 'good')
  await shop.work()
  expect(await told()).toEqual([])
  await inspect(1, 'damaged')
  await shop.work()
  expect(await told()).toMatchObject([{ content: { orderId: waiting.orderId, orderLineIds: [expect.any(String)], by: '' } }])
  await inspect(2, 'missing')
  await shop.work()
  expect(await told()).toHaveLength(2)
  await stockHandlers['unit.retire'](shop.deps, shop.owner, { unitId: units[3]?.unitId ?? '', reason: '旧' }, callExtras)
  await shop.work()
  expect(await told()).toHaveLength(3)
  expect(await drift()).toEqual([])

  const rod = await shop.product({ sku: 'UNDO', quantity: 1 })
  const early = await paid([{ ...rental(1, 60, 1), variantId: rod.variantId }])
  await shop.must('rental.checkOut', clerk, { orderId: early.orderId, units: [scan('UNDO-01')] })
  shop.clock.advance(1000)
  await shop.must('rental.checkIn', clerk, { units: [scan('UNDO-01')] })
  const next = await paid([{ ...rental(30, 31, 1), variantId: rod.variantId }])
  await shop.must('rental.undoCheckIn', clerk, { orderId: early.orderId, unitIds: [(await variant(rod.variantId)).units[0]?.unitId ?? ''] })
  await shop.work()
  expect((await shop.facts(next.orderId)).map(({ kind }) => kind)).toContain('claim.endangered')
})

it('CT23 an order is collected at the shop’s location', async () => {
  const { variantId } = await shop.product({ quantity: 1 })
  const { orderId } = await paid([{ kind: 'rental', variantId, quantity: 1, from: shop.clock.now(), until: shop.clock.now() + hour }])
  const { rows } = await sql<{ here: boolean }>`
    select o.location_id = l.location_id as here from "order" o join location l using (shop_id) where o.order_id = ${orderId}`.execute(
    shop.deps.db,
  )
  expect(rows).toEqual([{ here: true }])
})
