import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeBetween } from '../stock/index.ts'
import { at, type OrderShop, orderShop } from './orders.builders.ts'

let shop: OrderShop
const friday = at('11-27T18:00')
const sunday = at('11-29T18:00')

beforeAll(async () => {
  shop = await orderShop()
})
afterAll(() => shop.close())

const scan = (code: string) => ({ code, condition: 'good' as const, note: '', pictureIds: [] })

async function foldHolds(orderId: string): Promise<void> {
  const { state, fold } = await shop.folded(orderId)
  expect(state).toEqual(fold)
}

describe('the story of one rental, on a real database', () => {
  it('R8 goes from the placing to the last refund with these very amounts, its row always the fold of its facts', async () => {
    const { variantId } = await shop.product({ sku: 'RH-3608', quantity: 6 })
    const customer = await shop.customer('小林', '13800001234')
    const clerk = shop.staff('service')
    const lines = [{ kind: 'rental' as const, variantId, quantity: 1, from: friday, until: sunday }]

    const price = await shop.must('order.price', customer, { lines: JSON.stringify(lines) })
    expect(price).toMatchObject({ rent: 7700, deposit: 40_000, sale: 0, total: 47_700, free: true })
    expect(price.lines.map(({ amount }) => amount)).toEqual([3500, 4200, 40_000])

    const { orderId, number, conversationId } = await shop.must('order.place', customer, { lines, remark: '不要弯的' })
    expect(number).toBe('R-20261127-001')
    await foldHolds(orderId)
    const placed = await shop.must('order.get', customer, { orderId })
    expect(placed).toMatchObject({ stage: 'toConfirm', conversationId, remark: '不要弯的', holdUntil: at('11-27T09:30') })
    expect(placed.next).toEqual(['feeSheet.confirm', 'order.cancel'])
    expect(placed.customer).toMatchObject({ name: '小林', phoneMasked: '138****1234' })

    await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
    await foldHolds(orderId)
    const { paymentId, amount } = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
    expect(amount).toBe(47_700)
    await shop.must('payment.simulate', customer, { paymentId, outcome: 'paid' })
    await foldHolds(orderId)
    expect(await shop.must('order.get', customer, { orderId })).toMatchObject({ stage: 'toCollect', paid: 47_700, holdUntil: null })
    expect((await shop.must('handOvers.today', clerk, {})).collect).toMatchObject([{ orderId, state: 'toCollect', customerName: '小林' }])

    shop.clock.advance(friday - shop.clock.now())
    await shop.work()
    await shop.must('rental.checkOut', clerk, { orderId, units: [scan('RH-3608-01')] })
    await foldHolds(orderId)
    const out = await shop.must('order.get', clerk, { orderId })
    expect(out).toMatchObject({ stage: 'out', dueAt: sunday, undoUntil: friday + 600_000 })
    const [orderLineId = ''] = out.lines.map((line) => line.orderLineId)
    expect(out.late).toEqual([
      { orderLineId, pieces: 1, dueAt: sunday, graceMinutes: 30, perStartedHour: 600, cap: 3500, returnedAt: null },
    ])
    expect(out.next).toEqual(['rental.checkIn', 'rental.undoCheckOut'])

    shop.clock.advance(sunday - shop.clock.now())
    expect(await shop.work()).toContain('order.due')
    await foldHolds(orderId)
    shop.clock.advance(30 * 60_000)
    expect(await shop.work()).not.toContain('order.due')
    shop.clock.advance(1)
    expect(await shop.work()).toContain('order.due')
    await foldHolds(orderId)
    expect((await shop.facts(orderId)).filter(({ kind }) => kind === 'rental.overdue')).toHaveLength(1)
    const [free] = await freeBetween({ db: shop.deps.db, shopId: clerk.shopId, now: shop.clock.now() }, [
      { variantId, quantity: 1, from: at('12-20T00:00'), until: at('12-21T00:00'), bufferMinutes: 0 },
    ])
    expect(free?.free).toBe(5)

    shop.clock.advance(at('11-29T21:10') - shop.clock.now())
    expect(await shop.must('rental.checkIn', clerk, { units: [scan('rh-3608-01')] })).toEqual({ orderId })
    await foldHolds(orderId)
    const back = await shop.must('order.get', clerk, { orderId })
    const unitId = back.lines[0]?.units[0]?.unitId ?? ''
    const units = [{ unitId, condition: 'good' as const, damage: 0, cleaning: 0, note: '' }]
    expect(await shop.must('rental.inspect', clerk, { orderId, units })).toEqual({ settlementVersion: 2 })
    await foldHolds(orderId)
    const proposed = await shop.must('order.get', customer, { orderId })
    expect(proposed.settlement?.totals).toMatchObject({ rent: 7700, late: 2400, charges: 10_100, paid: 47_700, refund: 37_600, due: 0 })
    expect(proposed.next).toEqual(['settlement.confirm'])

    await shop.must('settlement.confirm', customer, { orderId, version: 2 })
    await foldHolds(orderId)
    const closed = await shop.must('order.get', customer, { orderId })
    expect(closed).toMatchObject({ stage: 'closed', deposit: { taken: 40_000, kept: 2400, givenBack: 37_600, held: 0 }, next: [] })

    const ledger = await shop.must('ledger.order', shop.staff('finance'), { orderId })
    expect(ledger.sum).toBe(0)
    const balance = (account: string) =>
      ledger.postings.filter((each) => each.account === account).reduce((sum, each) => sum + each.amount, 0)
    expect(['cash:simulator', 'deposits', 'prepaid:rent', 'revenue:rent', 'revenue:late'].map(balance)).toEqual([
      10_100, 0, 0, -7700, -2400,
    ])
    // Of 48 hours 30 had passed at Sunday's midnight.
    expect(ledger.postings.filter(({ memo }) => memo === 'rent.earned')).toMatchObject([
      { account: 'prepaid:rent', orderLineId, amount: 4812 },
      { account: 'revenue:rent', orderLineId, amount: -4812 },
    ])
    const whole = ledger.postings.filter((each) => each.orderLineId === null).map(({ account }) => account)
    expect(new Set(whole)).toEqual(new Set(['cash:simulator']))
    expect((await shop.facts(orderId)).map(({ kind }) => kind)).toEqual([
      'order.placed',
      'claim.held',
      'feeSheet.issued',
      'feeSheet.confirmed',
      'payment.requested',
      'payment.captured',
      'rental.checkedOut',
      'rent.earned',
      'rental.overdue',
      'rental.checkedIn',
      'rental.inspected',
      'settlement.proposed',
      'settlement.confirmed',
      'refund.made',
      'order.closed',
    ])
    const [again] = await freeBetween({ db: shop.deps.db, shopId: clerk.shopId, now: shop.clock.now() }, [
      { variantId, quantity: 1, from: shop.clock.now(), until: at('12-21T00:00'), bufferMinutes: 0 },
    ])
    expect(again?.free).toBe(6)

    await shop.work()
    const { rows } = await sql<{ signatures: number }>`
      select count(*)::int as signatures from head_signature where shop_id = ${clerk.shopId} and conversation_id = ${conversationId}
    `.execute(shop.deps.db)
    expect(rows[0]?.signatures).toBeGreaterThan(0)
    expect(isRefusal(await shop.ask('order.get', await shop.customer('别人'), { orderId }))).toBe(true)
  })
})
