import { randomUUID } from 'node:crypto'
import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulatedPayments } from '../../integrations/payments/simulator.ts'
import type { Asker } from '../../platform/deps.ts'
import { callExtras } from '../stock/stock.builders.ts'
import { orderHandlers, type PracticeProvider, receive, type Told } from './index.ts'
import { doRefunds } from './payments/do-refunds.ts'
import { at, type OrderShop, orderShop } from './orders.builders.ts'

const from = at('11-27T18:00')
const until = at('11-29T18:00')

/** The simulator with a notebook, and a door that can be shut. */
const refunds: { refundId: string; amount: number }[] = []
let shut = false
const simulator: PracticeProvider = {
  ...simulatedPayments(),
  refund({ refundId, amount }) {
    if (shut) return Promise.reject(new Error('the provider is away'))
    if (!refunds.some((known) => known.refundId === refundId)) refunds.push({ refundId, amount })
    return Promise.resolve()
  },
}

let shop: OrderShop
let clerk: Asker
let variantId: string
beforeAll(async () => {
  shop = await orderShop({ simulator })
  clerk = shop.staff('service')
  variantId = (await shop.product({ quantity: 99 })).variantId
})
afterAll(() => shop.close())

async function confirmedOrder(): Promise<{ orderId: string; customer: Asker }> {
  const customer = await shop.customer()
  const { orderId } = await shop.must('order.place', customer, { lines: [{ kind: 'rental', variantId, quantity: 1, from, until }] })
  await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
  return { orderId, customer }
}

async function tell(told: Told): Promise<unknown> {
  const vault = await shop.deps.vault.shop(clerk.shopId)
  return receive(shop.deps, clerk.shopId, simulator, simulator.callback(vault, told))
}

async function kinds(orderId: string): Promise<string[]> {
  return (await shop.facts(orderId)).map(({ kind }) => kind)
}

async function foldHolds(orderId: string): Promise<void> {
  const { state, fold } = await shop.folded(orderId)
  expect(state).toEqual(fold)
}

describe('money', () => {
  it('N1 the database commits no posting that leaves a sum, in any currency', async () => {
    const { orderId } = await confirmedOrder()
    const post = (amounts: number[], currencies: string[] = []) =>
      shop.deps.log.transact(clerk.shopId, async (tx) => {
        const entryId = randomUUID()
        for (const [nth, amount] of amounts.entries()) {
          await sql`insert into posting (shop_id, entry_id, nth, order_id, account, amount, currency, memo, at)
            values (${tx.shopId}, ${entryId}, ${nth}, ${orderId}, 'receivable', ${amount}, ${currencies[nth] ?? 'CNY'}, 'test',
                    ${new Date(tx.now)})`.execute(tx.db)
        }
        return {}
      })
    await expect(post([500, -499])).rejects.toThrow('do not sum to zero')
    await expect(post([500, -500], ['CNY', 'EUR'])).rejects.toThrow('do not sum to zero')
    expect(await post([500, -500])).toEqual({})
  })

  it('N2 a posting is neither changed nor removed', async () => {
    const { orderId } = await confirmedOrder()
    await shop.must('payment.counter', clerk, { orderId, amount: 47_700, means: 'cash' })
    const { db } = shop.deps
    await expect(sql`update posting set amount = amount + 1 where order_id = ${orderId}`.execute(db)).rejects.toThrow('never changed')
    await expect(sql`delete from posting where order_id = ${orderId}`.execute(db)).rejects.toThrow('never changed')
  })

  it('N3 a confirmation is kept with who, when and the head it was made over; a head of another story is refused', async () => {
    const customer = await shop.customer()
    const { orderId, conversationId } = await shop.must('order.place', customer, {
      lines: [{ kind: 'rental', variantId, quantity: 1, from, until }],
    })
    const { rows: heads } = await sql<{ seq: number; hash: Buffer }>`
      select last_seq as seq, last_hash as hash from conversation_head where conversation_id = ${conversationId}`.execute(shop.deps.db)
    const head = { seq: heads[0]?.seq ?? 0, hash: heads[0]?.hash.toString('hex') ?? '' }
    const wrong = { seq: head.seq, hash: head.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }
    expect(await shop.ask('feeSheet.confirm', customer, { orderId, version: 1, kept: wrong })).toMatchObject({ code: 'conflict' })
    await shop.must('feeSheet.confirm', customer, { orderId, version: 1, kept: head })
    const { rows } = await sql`
      select version, confirmed_by, confirmed_at, head_hash, kept_seq, kept_hash from fee_sheet where order_id = ${orderId}`.execute(
      shop.deps.db,
    )
    expect(rows).toEqual([
      {
        version: 1,
        confirmed_by: customer.personId,
        confirmed_at: new Date(shop.clock.now()),
        head_hash: head.hash,
        kept_seq: head.seq,
        kept_hash: head.hash,
      },
    ])
    await foldHolds(orderId)
  })

  it('N4 a callback counts once, however often it comes and in whatever order; a forged one changes nothing', async () => {
    const { orderId, customer } = await confirmedOrder()
    const { paymentId } = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
    expect((await shop.must('payment.request', customer, { orderId, provider: 'simulator' })).paymentId).toBe(paymentId)
    const paid: Told = { paymentId, outcome: 'paid', amount: 47_700 }
    const genuine = simulator.callback(await shop.deps.vault.shop(clerk.shopId), paid)
    const otherShops = simulator.callback(await shop.deps.vault.shop(shop.other.shopId), paid)
    for (const forged of [genuine.replace('47700', '1'), otherShops, `00 ${JSON.stringify(paid)}`, 'nonsense', '']) {
      expect(await receive(shop.deps, clerk.shopId, simulator, forged)).toMatchObject({ code: 'forbidden' })
    }
    expect(await tell({ ...paid, paymentId: randomUUID() })).toMatchObject({ code: 'notFound' })
    expect(await kinds(orderId)).not.toContain('payment.captured')
    await tell({ ...paid, outcome: 'failed' })
    await Promise.all(Array.from({ length: 8 }, () => tell(paid)))
    await tell({ ...paid, outcome: 'failed' })
    await tell(paid)
    expect((await kinds(orderId)).filter((kind) => kind === 'payment.captured')).toHaveLength(1)
    expect(await shop.must('order.get', customer, { orderId })).toMatchObject({ stage: 'toCollect', paid: 47_700 })
    expect(await shop.ask('payment.request', customer, { orderId, provider: 'simulator' })).toMatchObject({ code: 'alreadyPaid' })
    expect(await shop.ask('payment.simulate', await shop.customer(), { paymentId, outcome: 'paid' })).toMatchObject({ code: 'notFound' })
  })

  it('N5 money goes back the way it came: a cancelled order’s, and what arrives after the hold has ended', async () => {
    refunds.length = 0
    const cancelled = await confirmedOrder()
    const first = await shop.must('payment.request', cancelled.customer, { orderId: cancelled.orderId, provider: 'simulator' })
    await tell({ paymentId: first.paymentId, outcome: 'paid', amount: 47_700 })
    await shop.must('order.cancel', cancelled.customer, { orderId: cancelled.orderId, reason: '下雨' })
    expect(refunds.map(({ amount }) => amount)).toEqual([47_700])
    const view = await shop.must('order.get', cancelled.customer, { orderId: cancelled.orderId })
    expect(view).toMatchObject({ stage: 'cancelled', deposit: { taken: 40_000, kept: 0, givenBack: 40_000, held: 0 } })
    await foldHolds(cancelled.orderId)

    const late = await confirmedOrder()
    const second = await shop.must('payment.request', late.customer, { orderId: late.orderId, provider: 'simulator' })
    shop.clock.advance(31 * 60_000)
    await shop.work()
    expect((await shop.must('order.get', late.customer, { orderId: late.orderId })).stage).toBe('expired')
    await tell({ paymentId: second.paymentId, outcome: 'paid', amount: 47_700 })
    await shop.work()
    expect(refunds.map(({ amount }) => amount)).toEqual([47_700, 47_700])
    const ledger = await shop.must('ledger.order', shop.staff('finance'), { orderId: late.orderId })
    expect(ledger.sum).toBe(0)
    expect(ledger.postings.filter(({ account }) => account === 'cash:simulator').map(({ amount }) => amount)).toEqual([47_700, -47_700])
    await foldHolds(late.orderId)
  })

  it('N5 what was paid twice goes back by both ways, the newest first, each as much as it took', async () => {
    refunds.length = 0
    const { orderId, customer } = await confirmedOrder()
    const first = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
    await tell({ paymentId: first.paymentId, outcome: 'failed', amount: 47_700 })
    const second = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
    expect(second.paymentId).not.toBe(first.paymentId)
    await tell({ paymentId: second.paymentId, outcome: 'paid', amount: 47_700 })
    shop.clock.advance(1000)
    await tell({ paymentId: first.paymentId, outcome: 'paid', amount: 47_700 })
    await shop.must('order.cancel', customer, { orderId, reason: '' })
    const { rows } = await sql<{ payment_id: string; amount: number }>`
      select payment_id, amount from refund where order_id = ${orderId} and state = 'done' order by refund_id`.execute(shop.deps.db)
    expect(rows).toEqual([first, second].map(({ paymentId }) => ({ payment_id: paymentId, amount: 47_700 })))
    expect(refunds.map(({ amount }) => amount)).toEqual([47_700, 47_700])
    await foldHolds(orderId)
  })

  it('N6 what has to go back is given back exactly once, though the provider was away or the server was killed after asking', async () => {
    refunds.length = 0
    const { orderId, customer } = await confirmedOrder()
    const { paymentId } = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
    await tell({ paymentId, outcome: 'paid', amount: 47_700 })
    shut = true
    await expect(shop.ask('order.cancel', customer, { orderId, reason: '' })).rejects.toThrow('away')
    shut = false
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('cancelled')
    const { rows } = await sql<{ refund_id: string }>`select refund_id from refund where order_id = ${orderId}`.execute(shop.deps.db)
    // Killed between the provider's yes and our fact: it has happened there, and isn't known here.
    await simulator.refund?.({ refundId: rows[0]?.refund_id ?? '', paymentId, amount: 47_700 })
    expect(await kinds(orderId)).not.toContain('refund.made')
    await Promise.all([1, 2, 3].map(() => doRefunds(shop.deps, shop.providers, clerk.shopId, orderId)))
    await shop.work()
    expect((await kinds(orderId)).filter((kind) => kind === 'refund.made')).toHaveLength(1)
    expect(refunds).toHaveLength(1)
    await foldHolds(orderId)
  })

  it('N10 cash stays promised until somebody hands it back and says so; only then the order is closed', async () => {
    const { orderId, customer } = await confirmedOrder()
    await shop.must('payment.counter', clerk, { orderId, amount: 47_700, means: 'cash' })
    await shop.must('order.cancel', customer, { orderId, reason: '' })
    await shop.work()
    expect(await kinds(orderId)).not.toContain('refund.made')
    const waiting = await shop.must('order.get', clerk, { orderId })
    expect(waiting).toMatchObject({ stage: 'cancelled', deposit: { held: 40_000 }, refunds: [{ amount: 47_700, means: 'cash' }] })
    expect(waiting.next).toEqual(['refund.handBack'])
    expect((await shop.must('order.get', customer, { orderId })).next).toEqual([])
    const today = async () => (await shop.must('handOvers.today', clerk, {})).refunds.filter((row) => row.orderId === orderId)
    expect(await today()).toMatchObject([{ amount: 47_700, customerName: '小林' }])
    const [refund] = waiting.refunds
    const handBack = (asker: Asker, key?: string) => shop.ask('refund.handBack', asker, { refundId: refund?.refundId ?? '' }, key)
    expect(await handBack(customer)).toMatchObject({ code: 'forbidden' })
    expect(await handBack({ ...shop.other, roles: ['owner'] })).toMatchObject({ code: 'notFound' })
    expect(await shop.ask('refund.handBack', clerk, { refundId: randomUUID() })).toMatchObject({ code: 'notFound' })
    const key = randomUUID()
    expect(await Promise.all([handBack(clerk, key), handBack(clerk, key)])).toEqual([{}, {}])
    expect(await handBack(shop.staff('finance'))).toMatchObject({ code: 'refundDone' })
    expect((await kinds(orderId)).filter((kind) => kind === 'refund.made')).toHaveLength(1)
    expect(await today()).toEqual([])
    expect((await shop.must('order.get', clerk, { orderId })).deposit).toMatchObject({ held: 0, givenBack: 40_000 })
    await foldHolds(orderId)
  })

  it('O22 each payment says how it came and when; one that was only asked for is none', async () => {
    const [here, online] = [await confirmedOrder(), await confirmedOrder()]
    await shop.must('payment.request', here.customer, { orderId: here.orderId, provider: 'simulator' })
    await shop.must('payment.counter', clerk, { orderId: here.orderId, amount: 47_700, means: 'transfer' })
    const { paymentId } = await shop.must('payment.request', online.customer, { orderId: online.orderId, provider: 'simulator' })
    await shop.must('payment.simulate', online.customer, { paymentId, outcome: 'paid' })
    const now = shop.clock.now()
    const paid = async ({ orderId }: { orderId: string }) => (await shop.must('order.get', clerk, { orderId })).payments
    expect(await paid(here)).toEqual([{ amount: 47_700, means: 'transfer', at: now }])
    expect(await paid(online)).toEqual([{ amount: 47_700, means: 'online', at: now }])
  })

  it('N10 of two who hand it back at once, one is told that it has been done', async () => {
    const { orderId, customer } = await confirmedOrder()
    await shop.must('payment.counter', clerk, { orderId, amount: 47_700, means: 'transfer' })
    await shop.must('order.cancel', customer, { orderId, reason: '' })
    const [refund] = (await shop.must('order.get', clerk, { orderId })).refunds
    const refundId = refund?.refundId ?? ''
    const both = await Promise.all([clerk, shop.staff('finance')].map((asker) => shop.ask('refund.handBack', asker, { refundId })))
    expect(both.filter(isRefusal)).toMatchObject([{ code: 'refundDone' }])
    expect((await kinds(orderId)).filter((kind) => kind === 'refund.made')).toHaveLength(1)
  })

  it('N5, O6 paid at the counter, the open link is void; whoever pays it all the same gets it back at once, the deposit stays', async () => {
    refunds.length = 0
    const { orderId, customer } = await confirmedOrder()
    const { paymentId } = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
    await shop.must('payment.counter', clerk, { orderId, amount: 47_700, means: 'cash' })
    const { rows } = await sql`select state, currency from payment where payment_id = ${paymentId}`.execute(shop.deps.db)
    expect(rows).toEqual([{ state: 'void', currency: 'CNY' }])
    shop.clock.advance(1000)
    await shop.must('payment.simulate', customer, { paymentId, outcome: 'paid' })
    expect(refunds.map(({ amount }) => amount)).toEqual([47_700])
    expect(await shop.must('order.get', customer, { orderId })).toMatchObject({ stage: 'toCollect', deposit: { held: 40_000 }, due: 0 })
    await foldHolds(orderId)
  })

  it('N8 at the counter exactly what is due is recorded, once, and by those who may', async () => {
    const { orderId, customer } = await confirmedOrder()
    const take = (asker: Asker, amount: number, key?: string) => shop.ask('payment.counter', asker, { orderId, amount, means: 'cash' }, key)
    expect(await take(clerk, 47_699)).toEqual({ code: 'amountMismatch', values: { amount: '477.00' } })
    expect(await take(customer, 47_700)).toMatchObject({ code: 'forbidden' })
    const key = randomUUID()
    const [one, two] = await Promise.all([take(clerk, 47_700, key), take(clerk, 47_700, key)])
    expect(isRefusal(one)).toBe(false)
    expect(two).toEqual(one)
    expect(await take(clerk, 47_700)).toMatchObject({ code: 'alreadyPaid' })
    expect((await kinds(orderId)).filter((kind) => kind === 'payment.captured')).toHaveLength(1)
  })
})

it('N9 a real shop takes no simulated payment, offers none, and takes the money at its counter', async () => {
  const { orderId, customer } = await confirmedOrder()
  const { paymentId } = await shop.must('payment.request', customer, { orderId, provider: 'simulator' })
  const { clock } = shop.deps
  const unmoved = { practice: false, now: () => clock.now(), setTimeout: () => () => undefined, moveTo: (to: number) => to }
  const real = { ...shop.deps, clock: unmoved }
  const handlers = orderHandlers(shop.providers)
  const call = { ...callExtras, key: randomUUID() }
  expect(await handlers['payment.request'](real, customer, { orderId, provider: 'simulator' }, call)).toEqual({ code: 'noOnlinePayment' })
  expect(await handlers['payment.simulate'](real, customer, { paymentId, outcome: 'paid' }, call)).toEqual({ code: 'noOnlinePayment' })
  const seen = await handlers['order.get'](real, customer, { orderId }, callExtras)
  expect(seen).toMatchObject({ stage: 'toPay', paid: 0 })
  expect(isRefusal(seen) || seen.next.includes('payment.request')).toBe(false)
  const due = isRefusal(seen) ? 0 : seen.sheet.totals.due
  expect(await handlers['payment.counter'](real, clerk, { orderId, amount: due, means: 'cash' }, call)).toMatchObject({})
  expect(await handlers['order.get'](real, customer, { orderId }, callExtras)).toMatchObject({ paid: due })
})
