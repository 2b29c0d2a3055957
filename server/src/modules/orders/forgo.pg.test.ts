import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Asker } from '../../platform/deps.ts'
import { claimsOfOrder, freeBetween } from '../stock/index.ts'
import { type OrderShop, orderShop } from './orders.builders.ts'

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
// Each begins a week later than the last, on an untouched stock.
beforeEach(() => {
  shop.clock.advance(8 * 24 * hour)
  from = shop.clock.now() + hour
  until = from + 48 * hour
})

const scan = (code: string) => ({ code, condition: 'good' as const, note: '', pictureIds: [] })

/** Placed by the customer, confirmed, and paid in cash. */
async function paidOrder(variantId: string, quantity = 1): Promise<{ orderId: string; customer: Asker }> {
  const customer = await shop.customer()
  const { orderId } = await shop.must('order.place', customer, { lines: [{ kind: 'rental', variantId, quantity, from, until }] })
  await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
  const { due } = await shop.must('order.get', customer, { orderId })
  await shop.must('payment.counter', clerk, { orderId, amount: due, means: 'cash' })
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

/** Claims of an order that still take stock. */
async function openClaims(orderId: string): Promise<number> {
  return (await claimsOfOrder(shop.deps.db, clerk.shopId, orderId)).filter(({ phase }) => phase !== 'closed').length
}

describe('what is not collected', () => {
  it('R13 at the end of its time what nobody collected is forgone by itself: the rent stays, the deposit goes back', async () => {
    const { variantId } = await shop.product({ sku: 'R13-A', quantity: 2 })
    const { orderId, customer } = await paidOrder(variantId, 2)
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('R13-A-01')] })
    shop.clock.advance(until - shop.clock.now())
    await shop.work()
    expect((await shop.facts(orderId)).at(-1)).toMatchObject({
      kind: 'line.forgone',
      content: { lines: [{ quantity: 1, back: false }], byId: null },
    })
    expect(await openClaims(orderId)).toBe(1)
    expect(await shop.ask('order.cancel', customer, { orderId, reason: '' })).toMatchObject({ code: 'handedOver' })
    await shop.must('rental.checkIn', clerk, { units: [scan('R13-A-01')] })
    const units = (await unitIds(orderId)).map((unitId) => ({ unitId, condition: 'good' as const, damage: 0, cleaning: 0, note: '' }))
    const { settlementVersion } = await shop.must('rental.inspect', clerk, { orderId, units })
    const { settlement } = await shop.must('order.get', customer, { orderId })
    expect(settlement?.totals).toMatchObject({ refund: 80_000, due: 0 })
    await shop.must('settlement.confirm', customer, { orderId, version: settlementVersion ?? 0 })
    await shop.handBack(orderId)
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('closed')
    expect(await openClaims(orderId)).toBe(0)
    await foldHolds(orderId)
  })

  it('R13 who never came can’t take the rent back once its time has begun; the shop can', async () => {
    const { variantId } = await shop.product({ sku: 'R13-B', quantity: 2 })
    const { orderId, customer } = await paidOrder(variantId)
    shop.clock.advance(from - shop.clock.now())
    expect(await shop.ask('order.cancel', customer, { orderId, reason: '' })).toMatchObject({ code: 'cancelTooLate' })
    expect((await shop.must('order.get', customer, { orderId })).next).toEqual([])
    const other = await paidOrder(variantId)
    await shop.must('order.cancel', clerk, { orderId: other.orderId, reason: '店里没有准备好' })
    shop.clock.advance(until - shop.clock.now())
    await shop.work()
    expect(await shop.must('order.get', customer, { orderId })).toMatchObject({ stage: 'toSettle', next: ['settlement.confirm'] })
    await shop.must('settlement.confirm', customer, { orderId, version: 2 })
    await shop.handBack(orderId)
    const { deposit, settlement } = await shop.must('order.get', customer, { orderId })
    expect([settlement?.totals.refund, deposit.givenBack, deposit.kept]).toEqual([40_000, 40_000, 0])
    expect(await openClaims(orderId)).toBe(0)
    await foldHolds(orderId)
  })

  it('O19 what isn’t wanted any more is forgone line by line: free at once, and settled when the rest is done', async () => {
    const rod = await shop.product({ sku: 'O19-A', quantity: 2 })
    const hooks = await shop.product({ sku: 'O19-B', quantity: 10, tracking: 'bulk', forRent: false, forSale: true, price: 900 })
    const customer = await shop.customer()
    const lines = [
      { kind: 'rental' as const, variantId: rod.variantId, quantity: 2, from, until },
      { kind: 'sale' as const, variantId: hooks.variantId, quantity: 3 },
    ]
    const { orderId } = await shop.must('order.place', customer, { lines })
    await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
    const placed = await shop.must('order.get', clerk, { orderId })
    const [rods = '', sold = ''] = placed.lines.map((line) => line.orderLineId)
    const forgo = (orderLineIds: string[], back = false) => shop.ask('line.forgo', clerk, { orderId, orderLineIds, back })
    expect(await forgo([rods])).toMatchObject({ code: 'cancelInstead' })
    await shop.must('payment.counter', clerk, { orderId, amount: placed.due, means: 'cash' })
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('O19-A-01')] })
    await shop.must('rental.checkIn', clerk, { units: [scan('O19-A-01')] })
    const units = (await unitIds(orderId)).map((unitId) => ({ unitId, condition: 'good' as const, damage: 0, cleaning: 0, note: '' }))
    // One rod and the hooks are still in the shop: nothing is settled, and a slip that is undone changes nothing of that.
    expect(await shop.must('rental.inspect', clerk, { orderId, units })).toEqual({ settlementVersion: null })
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('O19-A-02')] })
    const slipped = (await shop.must('order.get', clerk, { orderId })).lines.flatMap((line) =>
      line.units.filter(({ state }) => state === 'out'),
    )
    await shop.must('rental.undoCheckOut', clerk, { orderId, unitIds: slipped.map(({ unitId }) => unitId) })
    expect(await shop.must('order.get', clerk, { orderId })).toMatchObject({ stage: 'toCollect', settlement: null })

    shop.clock.advance(from - shop.clock.now())
    const free = async () => {
      const span = { variantId: rod.variantId, quantity: 1, from, until, bufferMinutes: 0 }
      return (await freeBetween({ db: shop.deps.db, shopId: clerk.shopId, now: shop.clock.now() }, [span]))[0]?.free
    }
    expect(await free()).toBe(1)
    expect(await forgo([rods], true)).toEqual({})
    expect(await free()).toBe(2)
    expect(await forgo([rods])).toMatchObject({ code: 'conflict' })
    expect(await forgo([sold])).toEqual({})
    const { settlement } = await shop.must('order.get', customer, { orderId })
    const rent = placed.sheet.totals.rent / 2
    expect(settlement?.totals).toMatchObject({ rent, sale: 0, charges: rent, refund: placed.due - rent })
    await shop.must('settlement.confirm', customer, { orderId, version: 2 })
    await shop.handBack(orderId)
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('closed')
    expect(await openClaims(orderId)).toBe(0)
    await foldHolds(orderId)
  })
})
