import { randomUUID } from 'node:crypto'
import { isRefusal } from '@bobber/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Asker } from '../../platform/deps.ts'
import { addPicture, pictureFor } from '../files/index.ts'
import { freeBetween } from '../stock/index.ts'
import { at, type OrderShop, orderShop } from './orders.builders.ts'

let shop: OrderShop
let clerk: Asker
let from: number
let until: number
const hour = 3_600_000

beforeAll(async () => {
  shop = await orderShop()
  clerk = shop.staff('service')
})
afterAll(() => shop.close())
// Each begins a day and a week later than the last, on an untouched stock.
beforeEach(() => {
  shop.clock.advance(8 * 24 * hour)
  from = shop.clock.now() + hour
  until = from + 48 * hour
})

const scan = (code: string, more: { note?: string; pictureIds?: string[]; condition?: 'good' | 'damaged' } = {}) => ({
  code,
  condition: 'good' as const,
  note: '',
  pictureIds: [],
  ...more,
})

/** Placed at the counter, confirmed and paid in cash. */
async function paidOrder(variantId: string, quantity = 1): Promise<{ orderId: string; customer: Asker }> {
  const customer = await shop.customer()
  const { orderId } = await shop.must('order.place', customer, { lines: [{ kind: 'rental', variantId, quantity, from, until }] })
  await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
  const { sheet } = await shop.must('order.get', customer, { orderId })
  await shop.must('payment.counter', clerk, { orderId, amount: sheet.totals.due, means: 'cash' })
  return { orderId, customer }
}

async function unitIds(orderId: string): Promise<string[]> {
  const { lines } = await shop.must('order.get', clerk, { orderId })
  return lines.flatMap((line) => line.units.map((unit) => unit.unitId))
}

async function foldHolds(orderId: string): Promise<void> {
  const { state, fold } = await shop.folded(orderId)
  expect(state).toEqual(fold)
}

async function freeLater(variantId: string): Promise<number | undefined> {
  const span = { variantId, quantity: 1, from: until + 30 * 24 * hour, until: until + 31 * 24 * hour, bufferMinutes: 0 }
  const [free] = await freeBetween({ db: shop.deps.db, shopId: clerk.shopId, now: shop.clock.now() }, [span])
  return free?.free
}

describe('rentals at the counter', () => {
  it('R3 a scan names the unit; what is unknown, of another product, with somebody else or one too many is refused', async () => {
    const rod = await shop.product({ sku: 'R3-A', quantity: 3 })
    await shop.product({ sku: 'R3-B', quantity: 1, name: '帐篷' })
    const { orderId } = await paidOrder(rod.variantId, 2)
    const out = (...codes: string[]) => shop.ask('rental.checkOut', clerk, { orderId, units: codes.map((code) => scan(code)) })
    expect(await out('R3-A-99')).toEqual({ code: 'unitUnknown', values: { code: 'R3-A-99' } })
    expect(await out('R3-B-01')).toEqual({ code: 'unitWrongVariant', values: { code: 'R3-B-01', name: '帐篷' } })
    expect(await out('R3-A-01', 'R3-A-02', 'R3-A-03')).toMatchObject({ code: 'alreadyOut' })
    expect(await out('R3-A-01', 'R3-A-01')).toMatchObject({ code: 'unitBusy' })
    expect((await shop.must('order.get', clerk, { orderId })).stage).toBe('toCollect')
    await foldHolds(orderId)

    expect(await out('R3-A-01')).toEqual({})
    const other = await paidOrder(rod.variantId)
    const taken = await shop.ask('rental.checkOut', clerk, { orderId: other.orderId, units: [scan('R3-A-01')] })
    expect(taken).toEqual({ code: 'unitBusy', values: { code: 'R3-A-01' } })
    expect(await out('r3-a-02')).toEqual({})
    expect(await out('R3-A-03')).toMatchObject({ code: 'alreadyOut' })
    await foldHolds(orderId)
    await foldHolds(other.orderId)
  })

  it('R3 nothing goes out unpaid, and a customer hands nothing over', async () => {
    const { variantId } = await shop.product({ sku: 'R3-C', quantity: 1 })
    const customer = await shop.customer()
    const { orderId } = await shop.must('order.place', customer, { lines: [{ kind: 'rental', variantId, quantity: 1, from, until }] })
    const units = [scan('R3-C-01')]
    expect(await shop.ask('rental.checkOut', clerk, { orderId, units })).toMatchObject({ code: 'notConfirmed' })
    await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
    expect(await shop.ask('rental.checkOut', clerk, { orderId, units })).toMatchObject({ code: 'notPaid' })
    expect(await shop.ask('rental.checkOut', customer, { orderId, units })).toMatchObject({ code: 'forbidden' })
  })

  it('R3 goods without units go out and come back by their SKU, piece by piece', async () => {
    const { variantId } = await shop.product({ sku: 'CHAIR', quantity: 4, tracking: 'bulk' })
    const { orderId } = await paidOrder(variantId, 3)
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('chair'), scan('CHAIR'), scan('CHAIR')] })
    expect(await shop.ask('rental.checkOut', clerk, { orderId, units: [scan('CHAIR')] })).toMatchObject({ code: 'alreadyOut' })
    await shop.must('rental.checkIn', clerk, { orderId, units: [scan('CHAIR')] })
    await foldHolds(orderId)
    const { lines } = await shop.must('order.get', clerk, { orderId })
    expect(lines[0]?.units.map((unit) => unit.state).toSorted()).toEqual(['out', 'out', 'returned'])
  })

  it('R4 what comes back finds its order; what is not out is refused; an undone check-in is out again', async () => {
    const { variantId } = await shop.product({ sku: 'R4-A', quantity: 2 })
    const { orderId } = await paidOrder(variantId, 2)
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R4-A-01')] })
    expect(await shop.ask('rental.checkIn', clerk, { units: [scan('R4-A-02')] })).toEqual({
      code: 'unitNotOut',
      values: { code: 'R4-A-02' },
    })
    expect(await shop.ask('rental.checkIn', clerk, { units: [scan('nothing')] })).toMatchObject({ code: 'unitNotOut' })
    expect(await shop.must('rental.checkIn', clerk, { units: [scan('R4-A-01')] })).toEqual({ orderId })
    expect(await shop.ask('rental.checkIn', clerk, { orderId, units: [scan('R4-A-01')] })).toMatchObject({ code: 'unitNotOut' })
    await shop.must('rental.undoCheckIn', clerk, { orderId, unitIds: await unitIds(orderId) })
    expect((await shop.must('order.get', clerk, { orderId })).stage).toBe('out')
    await foldHolds(orderId)
    shop.clock.advance(10 * 60_000 + 1)
    expect(await shop.ask('rental.undoCheckOut', clerk, { orderId, unitIds: await unitIds(orderId) })).toMatchObject({
      code: 'undoTooLate',
    })
  })

  it('R4 a check-out is undone for ten minutes, and the unit is free for others again', async () => {
    const { variantId } = await shop.product({ sku: 'R4-B', quantity: 2 })
    const { orderId } = await paidOrder(variantId)
    const units = [scan('R4-B-01')]
    await shop.must('rental.checkOut', clerk, { orderId, units })
    shop.clock.advance(10 * 60_000)
    await shop.must('rental.undoCheckOut', clerk, { orderId, unitIds: await unitIds(orderId) })
    await foldHolds(orderId)
    const other = await paidOrder(variantId)
    await shop.must('rental.checkOut', clerk, { orderId: other.orderId, units })
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R4-B-02')] })
    shop.clock.advance(10 * 60_000 + 1)
    const late = await shop.ask('rental.undoCheckOut', clerk, { orderId, unitIds: await unitIds(orderId) })
    expect(late).toMatchObject({ code: 'undoTooLate' })
  })

  it('R5 a report keeps note and pictures for those of the order; pictures of somebody else are refused', async () => {
    const { variantId } = await shop.product({ sku: 'R5-A', quantity: 1 })
    const { orderId, customer } = await paidOrder(variantId)
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#246' } })
      .jpeg()
      .toBuffer()
    const mine = await addPicture(shop.deps, clerk.shopId, bytes, clerk.personId)
    const foreign = await addPicture(shop.deps, clerk.shopId, bytes, randomUUID())
    if (isRefusal(mine) || isRefusal(foreign)) throw new Error('a picture was refused')
    const out = (fileId: string) =>
      shop.ask('rental.checkOut', clerk, { orderId, units: [scan('R5-A-01', { note: '导环有划痕', pictureIds: [fileId] })] })
    expect(await out(foreign.fileId)).toMatchObject({ code: 'notFound' })
    expect((await shop.must('order.get', clerk, { orderId })).stage).toBe('toCollect')
    expect(await out(mine.fileId)).toEqual({})
    const { lines } = await shop.must('order.get', customer, { orderId })
    expect(lines[0]?.units[0]).toMatchObject({ outNote: '导环有划痕', outPictures: [{ fileId: mine.fileId, width: 40, height: 30 }] })
    const sees = async (viewer: Asker) =>
      (await pictureFor(shop.deps, mine.fileId, '96.webp', () => Promise.resolve([viewer]))) !== undefined
    expect([await sees(customer), await sees(shop.staff('warehouse')), await sees(await shop.customer())]).toEqual([true, true, false])
    await shop.must('rental.undoCheckOut', clerk, { orderId, unitIds: await unitIds(orderId) })
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R5-A-01')] })
    const again = await shop.must('order.get', customer, { orderId })
    expect(again.lines[0]?.units[0]).toMatchObject({ outNote: '', outPictures: [] })
  })

  it('R6 the last inspection settles: each moment of return by its own lateness, damage and cleaning as found', async () => {
    const { variantId } = await shop.product({ sku: 'R6-A', quantity: 2 })
    const { orderId, customer } = await paidOrder(variantId, 2)
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R6-A-01'), scan('R6-A-02')] })
    shop.clock.advance(until - shop.clock.now())
    await shop.must('rental.checkIn', clerk, { orderId, units: [scan('R6-A-01')] })
    const [first = '', second = ''] = await unitIds(orderId)
    const inspect = (unitId: string, damage: number, cleaning: number) =>
      shop.must('rental.inspect', clerk, { orderId, units: [{ unitId, condition: 'good', damage, cleaning, note: '' }] })
    expect(await inspect(first, 0, 0)).toEqual({ settlementVersion: null })
    shop.clock.advance(2 * hour)
    await shop.must('rental.checkIn', clerk, { orderId, units: [scan('R6-A-02', { condition: 'damaged' })] })
    expect(await inspect(second, 5000, 1500)).toEqual({ settlementVersion: 2 })
    await foldHolds(orderId)
    const { settlement } = await shop.must('order.get', customer, { orderId })
    expect(settlement?.totals).toMatchObject({ late: 1200, damage: 5000, cleaning: 1500, refund: 80_000 - 7700 })
    expect(settlement?.lines.filter(({ kind }) => kind === 'late')).toMatchObject([{ quantity: 1, amount: 1200 }])
  })

  it('O16 an order that rents and sells is settled when both are done, whichever is last', async () => {
    const rod = await shop.product({ sku: 'O16-A', quantity: 1 })
    const hooks = await shop.product({ sku: 'O16-B', quantity: 10, tracking: 'bulk', forRent: false, forSale: true, price: 900 })
    const customer = await shop.customer()
    const lines = [
      { kind: 'rental' as const, variantId: rod.variantId, quantity: 1, from, until },
      { kind: 'sale' as const, variantId: hooks.variantId, quantity: 3 },
    ]
    const { orderId } = await shop.must('order.place', customer, { lines })
    await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
    const placed = await shop.must('order.get', clerk, { orderId })
    await shop.must('payment.counter', clerk, { orderId, amount: placed.sheet.totals.due, means: 'transfer' })
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('O16-A-01')] })
    await shop.must('rental.checkIn', clerk, { units: [scan('O16-A-01')] })
    const [unitId = ''] = await unitIds(orderId)
    const units = [{ unitId, condition: 'good' as const, damage: 0, cleaning: 0, note: '' }]
    expect(await shop.must('rental.inspect', clerk, { orderId, units })).toEqual({ settlementVersion: null })
    const waiting = await shop.must('order.get', clerk, { orderId })
    expect(waiting).toMatchObject({ settlement: null, stage: 'toCollect', next: ['sale.handOver', 'line.forgo'] })
    const orderLineIds = waiting.lines.filter((line) => line.kind === 'sale').map((line) => line.orderLineId)
    await shop.must('sale.handOver', clerk, { orderId, orderLineIds })
    const proposed = await shop.must('order.get', clerk, { orderId })
    expect(proposed.settlement?.totals).toMatchObject({ sale: 2700, refund: 40_000 })
    await shop.must('settlement.confirm', customer, { orderId, version: 2 })
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('toRefund')
    await shop.handBack(orderId)
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('closed')
    await foldHolds(orderId)
  })

  it('R7 the day’s list holds what goes out and comes back today and what is late, nobody else', async () => {
    const day = at('12-31T09:00') + 24 * hour * 200
    shop.clock.advance(day - shop.clock.now())
    from = day + 9 * hour
    until = from + 24 * hour
    const { variantId } = await shop.product({ sku: 'R7-A', quantity: 9, name: '今日竿' })
    const today = await paidOrder(variantId, 2)
    const tomorrow = { kind: 'rental' as const, variantId, quantity: 1, from: from + 24 * hour, until: until + 24 * hour }
    await shop.must('order.place', await shop.customer(), { lines: [tomorrow] })
    const mine = async () => {
      const list = await shop.must('handOvers.today', clerk, {})
      const named = (rows: { what: string; state: string }[]) => rows.filter(({ what }) => what.startsWith('今日竿'))
      return { collect: named(list.collect), return: named(list.return) }
    }
    expect(await mine()).toMatchObject({
      collect: [{ orderId: today.orderId, what: '今日竿 × 2', state: 'toCollect', at: from }],
      return: [],
    })
    shop.clock.advance(12 * hour)
    expect((await mine()).collect).toMatchObject([{ state: 'notCollected' }])
    const late = { kind: 'rental' as const, variantId, quantity: 3, from: from + 4 * hour, until }
    const unpaid = await shop.must('order.place', clerk, { lines: [late], customer: { name: '阿明' } })
    expect((await mine()).collect).toMatchObject([{ state: 'notCollected' }, { what: '今日竿 × 3', state: 'toConfirm' }])
    await shop.must('feeSheet.confirm', clerk, { orderId: unpaid.orderId, version: 1 })
    expect((await mine()).collect).toMatchObject([{ state: 'notCollected' }, { what: '今日竿 × 3', state: 'toPay' }])
    await shop.must('order.cancel', clerk, { orderId: unpaid.orderId, reason: '' })
    await shop.must('rental.checkOut', clerk, { orderId: today.orderId, units: [scan('R7-A-01')] })
    expect(await mine()).toMatchObject({
      collect: [{ orderId: today.orderId, what: '今日竿', state: 'notCollected', at: from }],
      return: [],
    })
    shop.clock.advance(12 * hour)
    expect((await mine()).return).toMatchObject([{ orderId: today.orderId, what: '今日竿', state: 'out', at: until }])
    shop.clock.advance(24 * hour)
    expect((await mine()).return).toMatchObject([{ state: 'overdue' }])
    await shop.must('rental.checkIn', clerk, { units: [scan('R7-A-01')] })
    expect((await mine()).return).toMatchObject([{ state: 'toInspect' }])
  })

  it('R7 what is bought and paid waits in the day’s list until it is handed over', async () => {
    const { variantId } = await shop.product({
      sku: 'R7-B',
      quantity: 3,
      name: '今日饵',
      tracking: 'bulk',
      forSale: true,
      forRent: false,
      price: 1_500,
    })
    const customer = await shop.customer()
    const { orderId } = await shop.must('order.place', customer, { lines: [{ kind: 'sale', variantId, quantity: 2 }] })
    const placedAt = shop.clock.now()
    const mine = async () => (await shop.must('handOvers.today', clerk, {})).collect.filter((row) => row.orderId === orderId)
    expect(await mine()).toEqual([])
    await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
    const { sheet, lines } = await shop.must('order.get', customer, { orderId })
    await shop.must('payment.counter', clerk, { orderId, amount: sheet.totals.due, means: 'cash' })
    shop.clock.advance(30 * hour)
    expect(await mine()).toMatchObject([{ what: '今日饵 × 2', state: 'toCollect', at: placedAt }])
    await shop.must('sale.handOver', clerk, { orderId, orderLineIds: lines.map((line) => line.orderLineId) })
    expect(await mine()).toEqual([])
  })

  it('R9 an unpaid hold ends at its limit, not before, and the stock is free; a paid one stays', async () => {
    const { variantId } = await shop.product({ sku: 'R9-A', quantity: 2 })
    const paid = await paidOrder(variantId)
    const customer = await shop.customer()
    const line = { kind: 'rental' as const, variantId, quantity: 1, from, until }
    const { orderId } = await shop.must('order.place', customer, { lines: [line] })
    shop.clock.advance(30 * 60_000 - 1)
    await shop.work()
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('toConfirm')
    expect(await shop.ask('order.place', await shop.customer(), { lines: [line] })).toMatchObject({ code: 'notEnough' })
    shop.clock.advance(1)
    expect(await shop.work()).toContain('order.due')
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('expired')
    await foldHolds(orderId)
    expect(await shop.ask('feeSheet.confirm', customer, { orderId, version: 1 })).toMatchObject({ code: 'orderOver' })
    await shop.must('order.place', await shop.customer(), { lines: [line] })
    shop.clock.advance(until - 1 - shop.clock.now())
    await shop.work()
    expect((await shop.must('order.get', clerk, { orderId: paid.orderId })).stage).toBe('toCollect')
  })

  it('R10 who waits behind it and finds no piece left is told at once, staff only; who finds one isn’t', async () => {
    const { variantId } = await shop.product({ sku: 'R10-B', quantity: 2 })
    const { orderId } = await paidOrder(variantId)
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R10-B-01')] })
    const after = async (quantity: number, days: number) => {
      const line = { kind: 'rental' as const, variantId, quantity, from: until + days * 24 * hour, until: until + (days + 1) * 24 * hour }
      return shop.must('order.place', shop.staff('service'), { lines: [line], customer: { name: '后来的' } })
    }
    const short = await after(2, 1)
    const fine = await after(1, 3)
    shop.clock.advance(until + 30 * 60_000 + 1 - shop.clock.now())
    await shop.work()
    const told = (await shop.facts(short.orderId)).filter(({ kind }) => kind === 'claim.endangered')
    const { number } = await shop.must('order.get', clerk, { orderId })
    expect(told).toMatchObject([{ content: { by: number } }])
    expect((await shop.facts(fine.orderId)).map(({ kind }) => kind)).not.toContain('claim.endangered')
    await foldHolds(short.orderId)
    const { customer } = await shop.must('order.get', clerk, { orderId: short.orderId })
    const seer = { shopId: clerk.shopId, personId: customer?.personId ?? '', class: 'customer', desk: false } as const
    const seen = await shop.deps.log.store.history(seer, short.conversationId, 1, 1000)
    expect(seen?.map((entry) => entry.kind)).toContain('order.placed')
    expect(seen?.map((entry) => entry.kind)).not.toContain('claim.endangered')
  })

  it('R10 past the grace it is overdue once, and taken without end until it is back', async () => {
    const { variantId } = await shop.product({ sku: 'R10-A', quantity: 2 })
    const { orderId } = await paidOrder(variantId)
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R10-A-01')] })
    const overdue = async () => (await shop.facts(orderId)).filter(({ kind }) => kind === 'rental.overdue')
    shop.clock.advance(until + 30 * 60_000 - 1 - shop.clock.now())
    expect(await freeLater(variantId)).toBe(2)
    shop.clock.advance(1)
    await shop.work()
    // Its end and buffer are over: nobody is promised it any longer, though late it is only past the grace.
    expect([await freeLater(variantId), await overdue()]).toEqual([1, []])
    shop.clock.advance(1)
    await shop.work()
    expect(await freeLater(variantId)).toBe(1)
    expect(await overdue()).toHaveLength(1)
    shop.clock.advance(24 * hour)
    await shop.work()
    expect(await overdue()).toHaveLength(1)
    await shop.must('rental.checkIn', clerk, { units: [scan('R10-A-01')] })
    expect(await freeLater(variantId)).toBe(2)
    await foldHolds(orderId)
  })
})
