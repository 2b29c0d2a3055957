import { heldDeposit, isSquare } from '@bobber/domain'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Asker } from '../../platform/deps.ts'
import { freeBetween } from '../stock/index.ts'
import { type OrderShop, orderShop } from './orders.builders.ts'
import { readBalances } from './postings.ts'

let shop: OrderShop
let clerk: Asker
const hour = 3_600_000
const nobody = '00000000-0000-0000-0000-000000000000'

beforeAll(async () => {
  shop = await orderShop()
  clerk = shop.staff('owner')
})
afterAll(() => shop.close())

interface Life {
  orderId: string
  customer: Asker
  codes: string[]
  payments: string[]
}

const scan = (code: string) => ({ code, condition: 'good' as const, note: '', pictureIds: [] })

/** What can happen to an order, sensible or not; each may be refused. */
const steps = {
  confirm: ({ orderId, customer }: Life) => shop.ask('feeSheet.confirm', customer, { orderId, version: 1 }),
  async request({ orderId, customer, payments }: Life) {
    const reply = await shop.ask('payment.request', customer, { orderId, provider: 'simulator' })
    if ('paymentId' in reply) payments.push(reply.paymentId)
  },
  pay: ({ customer, payments: [paymentId = nobody] }: Life) => shop.ask('payment.simulate', customer, { paymentId, outcome: 'paid' }),
  payLast: ({ customer, payments }: Life) =>
    shop.ask('payment.simulate', customer, { paymentId: payments.at(-1) ?? nobody, outcome: 'paid' }),
  fail: ({ customer, payments: [paymentId = nobody] }: Life) => shop.ask('payment.simulate', customer, { paymentId, outcome: 'failed' }),
  async counter({ orderId }: Life) {
    const { sheet, settlement, paid } = await shop.must('order.get', clerk, { orderId })
    const due = settlement ? settlement.totals.due : sheet.totals.due - paid
    return shop.ask('payment.counter', clerk, { orderId, amount: Math.max(0, due), means: 'cash' })
  },
  outOne: ({ orderId, codes: [code = ''] }: Life) => shop.ask('rental.checkOut', clerk, { orderId, units: [scan(code)] }),
  outTwo: ({ orderId, codes: [, code = ''] }: Life) => shop.ask('rental.checkOut', clerk, { orderId, units: [scan(code)] }),
  inOne: ({ orderId, codes: [code = ''] }: Life) => shop.ask('rental.checkIn', clerk, { orderId, units: [scan(code)] }),
  inTwo: ({ orderId, codes: [, code = ''] }: Life) => shop.ask('rental.checkIn', clerk, { orderId, units: [scan(code)] }),
  undoOut: async ({ orderId }: Life) => shop.ask('rental.undoCheckOut', clerk, { orderId, unitIds: await unitsOf(orderId, 'out') }),
  undoIn: async ({ orderId }: Life) => shop.ask('rental.undoCheckIn', clerk, { orderId, unitIds: await unitsOf(orderId, 'returned') }),
  async inspect({ orderId }: Life) {
    const unitIds = await unitsOf(orderId, 'returned')
    const units = unitIds.map((unitId, nth) => ({ unitId, condition: 'worn' as const, damage: 1300 * nth, cleaning: 700, note: '' }))
    return shop.ask('rental.inspect', clerk, { orderId, units })
  },
  async ruin({ orderId }: Life) {
    const units = (await unitsOf(orderId, 'returned')).map((unitId) => ({
      unitId,
      condition: 'missing' as const,
      damage: 99_900,
      cleaning: 0,
      note: '',
    }))
    return shop.ask('rental.inspect', clerk, { orderId, units })
  },
  async settle({ orderId, customer }: Life) {
    const { settlement } = await shop.must('order.get', customer, { orderId })
    return shop.ask('settlement.confirm', customer, { orderId, version: settlement?.version ?? 2 })
  },
  cancel: ({ orderId, customer }: Life) => shop.ask('order.cancel', customer, { orderId, reason: '' }),
  wait: async () => {
    shop.clock.advance(20 * 60_000)
    await shop.work()
  },
  waitLong: async () => {
    shop.clock.advance(30 * hour)
    await shop.work()
  },
} satisfies Record<string, (life: Life) => Promise<unknown>>
type Step = keyof typeof steps

async function unitsOf(orderId: string, state: 'out' | 'returned'): Promise<string[]> {
  const { lines } = await shop.must('order.get', clerk, { orderId })
  return lines.flatMap((line) => line.units.filter((unit) => unit.state === state).map((unit) => unit.unitId))
}

async function holds({ orderId }: Life): Promise<void> {
  const { state, fold } = await shop.folded(orderId)
  expect(state).toEqual(fold)
  const { taken, kept, givenBack } = state.deposit
  expect(kept + givenBack + heldDeposit(state)).toBe(taken)
  expect(heldDeposit(state)).toBeGreaterThanOrEqual(0)
  const balances = await readBalances(shop.deps.db, clerk.shopId, orderId)
  expect(Object.values(balances).reduce((sum: number, amount) => sum + (amount ?? 0), 0)).toBe(0)
  const { rows } = await sql<{ captured: number; refunded: number; over: number }>`
    select coalesce(sum(p.amount), 0)::bigint as captured, coalesce(sum(r.refunded), 0)::bigint as refunded,
      count(*) filter (where r.refunded > p.amount)::int as over
    from payment p left join lateral (
      select sum(amount) as refunded from refund r where r.shop_id = p.shop_id and r.payment_id = p.payment_id) r on true
    where p.shop_id = ${clerk.shopId} and p.order_id = ${orderId} and p.state = 'captured'`.execute(shop.deps.db)
  expect(rows[0]).toMatchObject({ captured: state.taken, over: 0 })
  expect(rows[0]?.refunded).toBeLessThanOrEqual(rows[0]?.captured ?? 0)
  const isOver = state.ended === 'closed' || state.facets.payment === 'settled'
  expect(isOver ? isSquare(state, balances) : isOver).toBe(isOver)
}

const beginnings: Step[][] = [
  [],
  ['confirm', 'request', 'pay'],
  ['confirm', 'counter', 'outOne', 'outTwo'],
  ['confirm', 'counter', 'outOne', 'outTwo', 'inOne', 'inTwo', 'inspect'],
]

it('N7 any life of an order keeps the sum at zero, the deposit whole and the row the fold of its facts', { timeout: 90_000 }, async () => {
  let nth = 0
  const names = Object.keys(steps) as Step[]
  const lives = fc.tuple(fc.constantFrom(...beginnings), fc.array(fc.constantFrom(...names), { maxLength: 14 }))
  await fc.assert(
    fc.asyncProperty(lives, async ([beginning, rest]) => {
      nth += 1
      const sku = `LIFE-${nth}`
      const { variantId } = await shop.product({ sku, quantity: 2 })
      const customer = await shop.customer()
      const from = shop.clock.now() + hour
      const line = { kind: 'rental' as const, variantId, quantity: 2, from, until: from + 48 * hour }
      const { orderId } = await shop.must('order.place', customer, { lines: [line] })
      const life: Life = { orderId, customer, codes: [`${sku}-01`, `${sku}-02`], payments: [] }
      for (const step of [...beginning, ...rest]) {
        await steps[step](life)
        await holds(life)
      }
      const { state } = await shop.folded(orderId)
      const soon = shop.clock.now() + 400 * 24 * hour
      const span = { variantId, quantity: 1, from: soon, until: soon + hour, bufferMinutes: 0 }
      const [free] = await freeBetween(shop.deps.db, clerk.shopId, [span])
      const nothingLost = state.ended !== null && state.pieces.length === 0
      expect(nothingLost ? free?.free : 2).toBe(2)
    }),
    { numRuns: 15 },
  )
})
