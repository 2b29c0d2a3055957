import { randomUUID } from 'node:crypto'
import { isRefusal, type StaffRole } from '@bobber/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilWaiting } from '../../../test/until-waiting.ts'
import type { Asker } from '../../platform/deps.ts'
import { catalogueHandlers } from '../catalogue/index.ts'
import { conversationHandlers } from '../conversations/index.ts'
import { askerOf } from '../people/index.ts'
import { beginSession } from '../people/sessions.ts'
import { callExtras } from '../stock/stock.builders.ts'
import { handOverOrders } from './index.ts'
import { at, type OrderShop, orderShop, storyRules } from './orders.builders.ts'

let shop: OrderShop
const from = at('11-27T18:00')
const until = at('11-29T18:00')
const rental = (variantId: string, quantity = 1) => ({ kind: 'rental' as const, variantId, quantity, from, until })
const sale = (variantId: string, quantity = 1) => ({ kind: 'sale' as const, variantId, quantity })

beforeAll(async () => {
  shop = await orderShop()
})
afterAll(() => shop.close())

/** Somebody of the staff with a session: what he makes in his name holds it. */
async function signedIn(role: StaffRole): Promise<Asker> {
  const { deps } = shop
  const clerk = { ...shop.staff(role), personId: (await shop.customer()).personId }
  const token = await beginSession(deps.db, deps, { ...clerk, surface: 'console', userAgent: 'test' })
  return { ...clerk, sessionId: (await askerOf(deps, token, 'console'))?.sessionId ?? '' }
}

describe('placing an order', () => {
  it('R11 the seventh of six hears in the shop’s time when one is free again, and leaves nothing behind', async () => {
    const { variantId } = await shop.product({ quantity: 6 })
    for (let nth = 0; nth < 6; nth += 1) await shop.must('order.place', await shop.customer(), { lines: [rental(variantId)] })
    const seventh = await shop.customer()
    const refusal = await shop.ask('order.place', seventh, { lines: [rental(variantId)] })
    expect(refusal).toEqual({ code: 'notEnough', values: { free: 0, freeFrom: '11月29日 18:30', freeFromAt: until + 1_800_000 } })
    const english = await shop.ask('order.place', { ...seventh, locale: 'en' }, { lines: [rental(variantId)] })
    expect(english).toMatchObject({ values: { freeFrom: '29 Nov 18:30' } })
    expect((await shop.must('order.list', seventh, {})).orders).toEqual([])
    expect(await shop.must('order.price', seventh, { lines: JSON.stringify([rental(variantId)]) })).toMatchObject({ free: false })
  })

  it('R11 sixty-four place an order for the last piece at once: one gets it', async () => {
    const { variantId } = await shop.product({ quantity: 1 })
    const customers = await Promise.all(Array.from({ length: 64 }, () => shop.customer()))
    const replies = await Promise.all(customers.map((asker) => shop.ask('order.place', asker, { lines: [rental(variantId)] })))
    const refused = replies.filter(isRefusal)
    expect(refused).toHaveLength(63)
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['notEnough']))
  })

  it('R12 a customer’s sixth unpaid order is refused until one is paid or cancelled; staff go on', async () => {
    const { variantId } = await shop.product({ quantity: 20 })
    const customer = await shop.customer()
    const place = (asker = customer) => shop.ask('order.place', asker, { lines: [rental(variantId)] })
    const placed = []
    for (let nth = 0; nth < 5; nth++) placed.push(await shop.must('order.place', customer, { lines: [rental(variantId)] }))
    expect(await place()).toEqual({ code: 'unpaidOrders', values: { count: 5 } })
    const [first] = placed
    await shop.must('order.cancel', customer, { orderId: first?.orderId ?? '', reason: '' })
    expect(isRefusal(await place())).toBe(false)
    const atCounter = { lines: [rental(variantId)], customer: { personId: customer.personId } }
    expect(isRefusal(await shop.ask('order.place', shop.staff('service'), atCounter))).toBe(false)
  })

  it('O14 numbers the day’s orders without gaps, refused ones taking none, and begins anew with the shop’s day', async () => {
    const { variantId } = await shop.product({ quantity: 1, forSale: true, forRent: false, price: 1500 })
    const other = await shop.product({ quantity: 50, forSale: true, forRent: false, price: 1500 })
    const place = (id: string) => shop.must('order.place', shop.staff('service'), { lines: [sale(id)], customer: { name: '甲' } })
    const first = Number((await place(variantId)).number.slice(-3))
    expect(await shop.ask('order.place', await shop.customer(), { lines: [sale(variantId)] })).toMatchObject({ code: 'notEnoughEver' })
    const placed = await Promise.all(Array.from({ length: 8 }, () => place(other.variantId)))
    const numbers = placed.map(({ number }) => Number(number.slice(-3)))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, nth) => first + 1 + nth))
    shop.clock.advance(at('11-28T00:00') - shop.clock.now())
    expect((await place(other.variantId)).number).toBe('R-20261128-001')
  })

  it('O13 asks for what was shown, whatever the prices become, and refuses what is not offered', async () => {
    const { variantId } = await shop.product({ quantity: 3 })
    const asker = await shop.customer()
    const shown = await shop.must('order.price', asker, { lines: JSON.stringify([rental(variantId)]) })
    const { orderId } = await shop.must('order.place', asker, { lines: [rental(variantId)] })
    const dearer = { ...storyRules, weekendFactorBp: 20_000 }
    await catalogueHandlers['priceRules.change'](shop.deps, shop.owner, dearer, callExtras)
    const { sheet } = await shop.must('order.get', asker, { orderId })
    expect([sheet.totals.rent, sheet.totals.deposit]).toEqual([shown.rent, shown.deposit])
    expect((await shop.must('order.price', asker, { lines: JSON.stringify([rental(variantId)]) })).rent).toBeGreaterThan(shown.rent)
    await catalogueHandlers['priceRules.change'](shop.deps, shop.owner, storyRules, callExtras)
    const asked = async (lines: object[]) => shop.ask('order.price', asker, { lines: JSON.stringify(lines) })
    expect(await asked([sale(variantId)])).toMatchObject({ code: 'notForSale' })
    expect(await asked([{ ...rental(variantId), until: from }])).toMatchObject({ code: 'spanInvalid' })
    expect(await asked([rental(randomUUID())])).toMatchObject({ code: 'notFound' })
    expect(await asked([{ kind: 'gift' }])).toMatchObject({ code: 'malformed' })
  })

  it('O13 what is taken off while an order waits its turn is not sold by it, and a dearer price and another hold are what it gets', async () => {
    const [off, dearer] = [await shop.product({ quantity: 3 }), await shop.product({ quantity: 3 })]
    const asker = await shop.customer()
    await shop.must('order.place', asker, { lines: [rental(off.variantId)] })
    const { refused, placed } = await shop.deps.db.transaction().execute(async (tx) => {
      await sql`select from order_number where shop_id = ${shop.owner.shopId} for update`.execute(tx)
      const waiting = [off, dearer].map(({ variantId }) => shop.ask('order.place', asker, { lines: [rental(variantId)] }))
      await untilWaiting(shop.deps.db, Promise.all(waiting), 2)
      await sql`update variant set for_rent = false where variant_id = ${off.variantId}`.execute(shop.deps.db)
      await sql`update variant_rent set day_rent = day_rent * 2 where variant_id = ${dearer.variantId}`.execute(shop.deps.db)
      await sql`update shop set hold_minutes = 45 where shop_id = ${shop.owner.shopId}`.execute(shop.deps.db)
      return { refused: waiting[0], placed: waiting[1] }
    })
    expect(await refused).toMatchObject({ code: 'notForRent' })
    const order = await placed
    if (!order || isRefusal(order)) throw new Error(order?.code)
    const { sheet, holdUntil } = await shop.must('order.get', asker, { orderId: order.orderId })
    const shown = await shop.must('order.price', asker, { lines: JSON.stringify([rental(dearer.variantId)]) })
    await sql`update shop set hold_minutes = 30 where shop_id = ${shop.owner.shopId}`.execute(shop.deps.db)
    expect([sheet.totals.rent, holdUntil]).toEqual([shown.rent, shop.clock.now() + 45 * 60_000])
  })

  it('O15 continues the talk, and gives its second order a conversation of its own that cites it', async () => {
    const { variantId } = await shop.product({ quantity: 9 })
    const asker = await shop.customer()
    const talk = await conversationHandlers['enquiry.open'](shop.deps, asker, {}, callExtras)
    if (isRefusal(talk)) throw new Error(talk.code)
    const first = await shop.must('order.place', asker, { lines: [rental(variantId)], conversationId: talk.conversationId })
    expect(first.conversationId).toBe(talk.conversationId)
    const second = await shop.must('order.place', asker, { lines: [rental(variantId)], conversationId: talk.conversationId })
    expect(second.conversationId).not.toBe(talk.conversationId)
    expect((await shop.facts(second.orderId))[0]).toMatchObject({ content: { citesConversationId: talk.conversationId } })
    expect((await shop.facts(first.orderId))[0]?.content).not.toHaveProperty('citesConversationId')
    const beside = await shop.must('conversation.get', asker, { conversationId: talk.conversationId })
    expect(beside.orders.map(({ orderId }) => orderId)).toEqual([first.orderId])
    const stranger = await shop.customer()
    const taken = { lines: [rental(variantId)], conversationId: talk.conversationId }
    expect(await shop.ask('order.place', stranger, taken)).toMatchObject({ code: 'notFound' })
    expect(await shop.ask('conversation.get', stranger, { conversationId: talk.conversationId })).toMatchObject({ code: 'notFound' })
    const both = await Promise.all([1, 2].map(async () => shop.must('order.place', stranger, { lines: [rental(variantId)] })))
    expect(new Set(both.map(({ conversationId }) => conversationId)).size).toBe(2)
  })

  it('O15 of four orders placed in one talk at once, one continues it', async () => {
    const { variantId } = await shop.product({ quantity: 9 })
    const asker = await shop.customer()
    const talk = await conversationHandlers['enquiry.open'](shop.deps, asker, {}, callExtras)
    if (isRefusal(talk)) throw new Error(talk.code)
    const { conversationId } = talk
    const placed = await Promise.all(
      [1, 2, 3, 4].map(() => shop.must('order.place', asker, { lines: [rental(variantId)], conversationId })),
    )
    expect(placed.filter((order) => order.conversationId === conversationId)).toHaveLength(1)
    expect(new Set(placed.map((order) => order.conversationId)).size).toBe(4)
  })

  it('O17 two taps under one key are one order; another body under it is refused', async () => {
    const { variantId } = await shop.product({ quantity: 9 })
    const asker = await shop.customer()
    const key = randomUUID()
    const taps = await Promise.all([1, 2, 3].map(() => shop.must('order.place', asker, { lines: [rental(variantId)] }, key)))
    expect(new Set(taps.map(({ orderId }) => orderId)).size).toBe(1)
    expect(await shop.ask('order.place', asker, { lines: [rental(variantId, 2)] }, key)).toMatchObject({ code: 'conflict' })
    expect((await shop.must('order.list', asker, {})).orders).toHaveLength(1)
    const [orderId = ''] = taps.map((tap) => tap.orderId)
    await Promise.all([1, 2].map(() => shop.must('feeSheet.confirm', asker, { orderId, version: 1 })))
    expect((await shop.facts(orderId)).filter(({ kind }) => kind === 'feeSheet.confirmed')).toHaveLength(1)
  })

  it('O17 the tap that took the last piece is answered again, though nobody else gets one', async () => {
    const { variantId } = await shop.product({ quantity: 1 })
    const asker = await shop.customer()
    const key = randomUUID()
    const placed = await shop.must('order.place', asker, { lines: [rental(variantId)] }, key)
    const other = await shop.customer()
    expect(await shop.ask('order.place', other, { lines: [rental(variantId)] })).toMatchObject({ code: 'notEnough' })
    expect(await shop.must('order.place', asker, { lines: [rental(variantId)] }, key)).toEqual(placed)
    expect(await shop.ask('order.place', asker, { lines: [rental(variantId, 2)] }, key)).toMatchObject({ code: 'conflict' })
  })

  it('O11 a refused command writes nothing', async () => {
    const { variantId } = await shop.product({ quantity: 2 })
    const asker = await shop.customer()
    const { orderId } = await shop.must('order.place', asker, { lines: [rental(variantId)] })
    const before = await shop.facts(orderId)
    expect(await shop.ask('payment.request', asker, { orderId, provider: 'simulator' })).toMatchObject({ code: 'notConfirmed' })
    expect(await shop.ask('feeSheet.confirm', asker, { orderId, version: 2 })).toMatchObject({ code: 'sheetOutdated' })
    expect(await shop.facts(orderId)).toEqual(before)
    const { state, fold } = await shop.folded(orderId)
    expect(state).toEqual(fold)
  })

  it('O16 bought goods leave the stock when they are handed over, and an order of sales alone is closed', async () => {
    const { variantId } = await shop.product({ quantity: 5, forSale: true, forRent: false, price: 1500, tracking: 'bulk' })
    const clerk = shop.staff('service')
    const { orderId } = await shop.must('order.place', clerk, { lines: [sale(variantId, 2)], customer: { name: '乙' } })
    const view = await shop.must('order.get', clerk, { orderId })
    const orderLineIds = view.lines.map((line) => line.orderLineId)
    expect(await shop.ask('sale.handOver', clerk, { orderId, orderLineIds })).toMatchObject({ code: 'notConfirmed' })
    await shop.must('feeSheet.confirm', clerk, { orderId, version: 1 })
    await shop.must('payment.counter', clerk, { orderId, amount: 3000, means: 'cash' })
    expect((await shop.must('order.get', clerk, { orderId })).next).toEqual(['sale.handOver', 'line.forgo', 'order.cancel'])
    await shop.must('sale.handOver', clerk, { orderId, orderLineIds })
    expect(await shop.must('order.get', clerk, { orderId })).toMatchObject({ stage: 'closed', lines: [{ handedOver: true }] })
    const rest = await shop.ask('order.place', clerk, { lines: [sale(variantId, 4)], customer: { name: '丙' } })
    expect(rest).toEqual({ code: 'notEnoughEver', values: { free: 3 } })
  })

  it('O4 what costs nothing is paid by confirming it, and its stock stays held', async () => {
    const { variantId } = await shop.product({ quantity: 1, forSale: true, forRent: false, price: 0, tracking: 'bulk' })
    const customer = await shop.customer()
    const { orderId } = await shop.must('order.place', customer, { lines: [sale(variantId)] })
    await shop.must('feeSheet.confirm', customer, { orderId, version: 1 })
    expect(await shop.must('order.get', customer, { orderId })).toMatchObject({ stage: 'toCollect', due: 0, holdUntil: null })
    expect(await shop.ask('payment.request', customer, { orderId, provider: 'simulator' })).toMatchObject({ code: 'alreadyPaid' })
    shop.clock.advance(3_600_000)
    await shop.work()
    const { lines } = await shop.must('order.get', customer, { orderId })
    await shop.must('sale.handOver', shop.staff('service'), { orderId, orderLineIds: lines.map((line) => line.orderLineId) })
    expect((await shop.must('order.get', customer, { orderId })).stage).toBe('closed')
  })

  it('O4 the conversation says whether she confirmed on her own device or before staff at the counter', async () => {
    const { variantId } = await shop.product({ quantity: 2 })
    const customer = await shop.customer()
    const clerk = shop.staff('service')
    const confirmedBy = async (asker: typeof customer) => {
      const { orderId } = await shop.must('order.place', customer, { lines: [rental(variantId)] })
      await shop.must('feeSheet.confirm', asker, { orderId, version: 1 })
      return (await shop.facts(orderId)).at(-1)
    }
    expect(await confirmedBy(customer)).toMatchObject({ kind: 'feeSheet.confirmed', content: { by: 'online', byId: customer.personId } })
    expect(await confirmedBy(clerk)).toMatchObject({ content: { by: 'counter', byId: clerk.personId } })
  })

  it('O20 a guest’s orders become the customer’s he turned out to be, and their logs say so', async () => {
    const { variantId } = await shop.product({ quantity: 2 })
    const [guest, known] = [await shop.customer('访客'), await shop.customer('老周')]
    const { orderId } = await shop.must('order.place', guest, { lines: [rental(variantId)] })
    const done = await shop.deps.log.transact(shop.owner.shopId, async (tx) => {
      await handOverOrders(tx, guest.personId, known.personId)
      return {}
    })
    expect(done).toEqual({})
    expect((await shop.facts(orderId)).at(-1)).toMatchObject({ kind: 'order.customerKnown', content: { customerId: known.personId } })
    const { state, fold } = await shop.folded(orderId)
    expect([state, state.customerId]).toEqual([fold, known.personId])
    expect(await shop.ask('order.get', guest, { orderId })).toMatchObject({ code: 'notFound' })
    expect((await shop.must('order.get', known, { orderId })).customer).toMatchObject({ name: '老周' })
  })

  it('O12 the rider may not what the clerk may; who is both may', async () => {
    const { variantId } = await shop.product({ quantity: 2 })
    const { orderId } = await shop.must('order.place', await shop.customer(), { lines: [rental(variantId)] })
    const confirm = { orderId, version: 1 }
    expect(await shop.ask('feeSheet.confirm', shop.staff('rider'), confirm)).toMatchObject({ code: 'forbidden' })
    expect(await shop.ask('feeSheet.confirm', shop.staff('warehouse'), confirm)).toMatchObject({ code: 'forbidden' })
    expect(await shop.ask('feeSheet.confirm', shop.staff('rider', 'service'), confirm)).toEqual({})
    expect(await shop.ask('order.cancel', shop.staff('warehouse'), { orderId, reason: '' })).toMatchObject({ code: 'forbidden' })
  })

  it('O18 another customer and another shop find nothing, whatever they ask', async () => {
    const { variantId } = await shop.product({ quantity: 2 })
    const asker = await shop.customer()
    const { orderId } = await shop.must('order.place', asker, { lines: [rental(variantId)] })
    const unit = { code: 'T-1-01', condition: 'good' as const, note: '', pictureIds: [] }
    for (const stranger of [await shop.customer(), { ...shop.other, roles: ['owner' as const] }]) {
      const answers = await Promise.all([
        shop.ask('order.get', stranger, { orderId }),
        shop.ask('order.cancel', stranger, { orderId, reason: '' }),
        shop.ask('order.joinCode', stranger, { orderId }),
        shop.ask('feeSheet.confirm', stranger, { orderId, version: 1 }),
        shop.ask('payment.request', stranger, { orderId, provider: 'simulator' }),
        shop.ask('payment.counter', stranger, { orderId, amount: 47_700, means: 'cash' }),
        shop.ask('sale.handOver', stranger, { orderId, orderLineIds: [randomUUID()] }),
        shop.ask('line.forgo', stranger, { orderId, orderLineIds: [randomUUID()], back: true }),
        shop.ask('rental.checkOut', stranger, { orderId, units: [unit] }),
        shop.ask('rental.undoCheckOut', stranger, { orderId, unitIds: [randomUUID()] }),
        shop.ask('rental.checkIn', stranger, { orderId, units: [unit] }),
        shop.ask('rental.undoCheckIn', stranger, { orderId, unitIds: [randomUUID()] }),
        shop.ask('rental.inspect', stranger, { orderId, units: [] }),
        shop.ask('settlement.confirm', stranger, { orderId, version: 1 }),
        shop.ask('ledger.order', stranger, { orderId }),
      ])
      for (const answer of answers) expect(answer).toEqual({ code: 'notFound' })
      expect((await shop.must('order.list', stranger, {})).orders).toEqual([])
    }
    const placed = await shop.ask('order.place', shop.other, { lines: [rental(variantId)], customer: { name: '丁' } })
    expect(placed).toEqual({ code: 'notFound' })
  })

  it('R1 staff place for a walk-in without a name, for a caller by phone, and never for somebody of another shop', async () => {
    const { variantId } = await shop.product({ quantity: 9 })
    const clerk = shop.staff('service')
    const nameless = await shop.must('order.place', clerk, { lines: [rental(variantId)] })
    const view = await shop.must('order.get', clerk, { orderId: nameless.orderId })
    expect(view).toMatchObject({ customer: { name: '散客' }, holdUntil: Math.max(from, shop.clock.now()) + 2 * 3_600_000 })
    const caller = { name: '老周', phone: '13911112222' }
    const first = await shop.must('order.place', clerk, { lines: [rental(variantId)], customer: caller })
    const second = await shop.must('order.place', clerk, { lines: [rental(variantId)], customer: caller })
    const [one, two] = await Promise.all([first, second].map(({ orderId }) => shop.must('order.get', clerk, { orderId })))
    expect(one?.customer?.personId).toBe(two?.customer?.personId)
    const nobody = { lines: [rental(variantId)], customer: { personId: randomUUID() } }
    expect(await shop.ask('order.place', clerk, nobody)).toMatchObject({ code: 'notFound' })
    const asCustomer = await shop.ask('order.place', await shop.customer(), { lines: [rental(variantId)], customer: caller })
    expect(asCustomer).toMatchObject({ code: 'forbidden' })
    const history = await shop.must('customerHistory.get', clerk, { personId: one?.customer?.personId ?? '' })
    expect(history).toMatchObject({ customer: { orders: 2, out: 0 } })
    expect(history.orders).toHaveLength(2)
  })

  it('R2 an order’s code leads into its conversation', async () => {
    const { variantId } = await shop.product({ quantity: 9 })
    const clerk = await signedIn('service')
    const { orderId } = await shop.must('order.place', clerk, { lines: [rental(variantId)] })
    const code = await shop.must('order.joinCode', clerk, { orderId })
    expect(code.path).toBe(`/#/join/${code.token}`)
    expect(code.url).toBe(`http://localhost/#/join/${code.token}`)
    expect(code.qr).toContain('<svg')
    expect(code.expiresAt).toBeGreaterThan(shop.clock.now())
  })

  it('O21 the list finds orders by stage, number, goods and name, page by page', async () => {
    const { variantId } = await shop.product({ quantity: 99, name: '七星漂 独一款' })
    const clerk = shop.staff('service')
    const asker = await shop.customer('欧阳锋', '13700008888')
    const { orderId, number } = await shop.must('order.place', asker, { lines: [rental(variantId)] })
    const ids = async (text: string) => (await shop.must('order.list', clerk, { text })).orders.map((order) => order.orderId)
    for (const text of [number, '独一款', '欧阳', '8888']) expect(await ids(text)).toEqual([orderId])
    expect(await ids('没有这样的东西')).toEqual([])
    const customer = { personId: asker.personId }
    for (let nth = 0; nth < 41; nth += 1) await shop.must('order.place', clerk, { lines: [rental(variantId)], customer })
    const first = await shop.must('order.list', asker, {})
    const rest = await shop.must('order.list', asker, { after: first.next ?? '' })
    expect([first.orders.length, rest.orders.length, rest.next]).toEqual([40, 2, null])
    expect(new Set([...first.orders, ...rest.orders].map((order) => order.orderId)).size).toBe(42)
    expect(first.counts).toMatchObject({ open: 42, toPay: 42, out: 0 })
    expect((await shop.must('order.list', asker, { stage: 'closed' })).orders).toEqual([])
  })
})
