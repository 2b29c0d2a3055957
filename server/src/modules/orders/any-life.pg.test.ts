import { type Balances, balanceOn, type Account, heldDeposit, type NextCommand, type Order, sumOf } from '@bobber/domain'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Asker } from '../../platform/deps.ts'
import { claimsOfOrder, freeBetween } from '../stock/index.ts'
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

/** An order of two rods for two days, a tent for three and a pack of hooks to keep; there are three rods and two tents. */
interface Life {
  orderId: string
  customer: Asker
  rods: string
  tents: string
  payments: string[]
  /** pieces an inspection found missing, by the code they go by */
  missing: Set<string>
}

const scan = (code: string) => ({ code, condition: 'good' as const, note: '', pictureIds: [] })
const out = (which: 'rods' | 'tents', nth: number) => (life: Life) =>
  shop.ask('rental.checkOut', clerk, { orderId: life.orderId, units: [scan(`${life[which]}-0${nth}`)] })
const back = (which: 'rods' | 'tents', nth: number) => (life: Life) =>
  shop.ask('rental.checkIn', clerk, { orderId: life.orderId, units: [scan(`${life[which]}-0${nth}`)] })

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
    const { due } = await shop.must('order.get', clerk, { orderId })
    return shop.ask('payment.counter', clerk, { orderId, amount: due, means: 'cash' })
  },
  outOne: out('rods', 1),
  outTwo: out('rods', 2),
  outTent: out('tents', 1),
  inOne: back('rods', 1),
  inTwo: back('rods', 2),
  inTent: back('tents', 1),
  undoOut: async ({ orderId }: Life) => shop.ask('rental.undoCheckOut', clerk, { orderId, unitIds: await unitsOf(orderId, 'out') }),
  undoIn: async ({ orderId }: Life) => shop.ask('rental.undoCheckIn', clerk, { orderId, unitIds: await unitsOf(orderId, 'returned') }),
  giveSale: async ({ orderId }: Life) => shop.ask('sale.handOver', clerk, { orderId, orderLineIds: await linesOf(orderId, 'sale') }),
  forgoSale: async ({ orderId }: Life) =>
    shop.ask('line.forgo', clerk, { orderId, orderLineIds: await linesOf(orderId, 'sale'), back: false }),
  async forgoRods({ orderId }: Life) {
    const [rods = nobody] = await linesOf(orderId, 'rental')
    return shop.ask('line.forgo', clerk, { orderId, orderLineIds: [rods], back: false })
  },
  async forgoTent({ orderId }: Life) {
    const [, tent = nobody] = await linesOf(orderId, 'rental')
    return shop.ask('line.forgo', clerk, { orderId, orderLineIds: [tent], back: true })
  },
  async inspect({ orderId }: Life) {
    const unitIds = await unitsOf(orderId, 'returned')
    const units = unitIds.map((unitId, nth) => ({ unitId, condition: 'worn' as const, damage: 1300 * nth, cleaning: 700, note: '' }))
    return shop.ask('rental.inspect', clerk, { orderId, units })
  },
  async ruin({ orderId, missing }: Life) {
    const { lines } = await shop.must('order.get', clerk, { orderId })
    const found = lines.flatMap((line) => line.units.filter(({ state }) => state === 'returned'))
    const units = found.map(({ unitId }) => ({ unitId, condition: 'missing' as const, damage: 99_900, cleaning: 0, note: '' }))
    const reply = await shop.ask('rental.inspect', clerk, { orderId, units })
    if ('settlementVersion' in reply) for (const { code } of found) missing.add(code)
  },
  async settle({ orderId, customer }: Life) {
    const { settlement } = await shop.must('order.get', customer, { orderId })
    return shop.ask('settlement.confirm', customer, { orderId, version: settlement?.version ?? 2 })
  },
  handBack: ({ orderId }: Life) => shop.handBack(orderId),
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

async function linesOf(orderId: string, kind: 'rental' | 'sale'): Promise<string[]> {
  const { lines } = await shop.must('order.get', clerk, { orderId })
  return lines.filter((line) => line.kind === kind).map((line) => line.orderLineId)
}

async function holds({ orderId }: Life): Promise<void> {
  const { state, fold } = await shop.folded(orderId)
  expect(state).toEqual(fold)
  const { taken, kept, givenBack } = state.deposit
  expect(kept + givenBack + heldDeposit(state)).toBe(taken)
  expect(heldDeposit(state)).toBeGreaterThanOrEqual(0)
  const balances = await readBalances(shop.deps.db, clerk.shopId, orderId)
  expect(sumOf(balances.map(({ amount }) => amount))).toBe(0)
  expect(balanceOn(balances, 'deposits')).toBe(0 - heldDeposit(state))
  const { rows } = await sql<{ captured: number; refunded: number; over: number }>`
    select coalesce(sum(p.amount), 0)::bigint as captured, coalesce(sum(r.refunded), 0)::bigint as refunded,
      count(*) filter (where r.refunded > p.amount)::int as over
    from payment p left join lateral (
      select sum(amount) as refunded from refund r where r.shop_id = p.shop_id and r.payment_id = p.payment_id) r on true
    where p.shop_id = ${clerk.shopId} and p.order_id = ${orderId} and p.state = 'captured'`.execute(shop.deps.db)
  expect(rows[0]).toMatchObject({ captured: state.taken, over: 0 })
  expect(rows[0]?.refunded).toBeLessThanOrEqual(rows[0]?.captured ?? 0)
  const isOver = state.ended !== null && state.facets.payment !== 'refundDue'
  if (isOver) await isDone(state, balances)
}

/** An order that is over keeps nothing: no money that is somebody else's, and no stock. */
async function isDone(state: Order, balances: Balances): Promise<void> {
  const open: readonly Account[] = ['receivable', 'deposits', 'prepaid:rent', 'prepaid:sale']
  const overpaid = state.ended === 'closed' && state.facets.payment === 'paid'
  if (!overpaid) expect(balances.filter(({ account, amount }) => amount !== 0 && open.includes(account))).toEqual([])
  const claims = await claimsOfOrder(shop.deps.db, clerk.shopId, state.orderId)
  expect(claims.filter(({ phase }) => phase !== 'closed')).toEqual([])
}

/** What ends an order, by the name under which it is offered. */
const endings = {
  'feeSheet.confirm': steps.confirm,
  'payment.counter': (life: Life) => steps.counter(life),
  async 'rental.checkIn'(life: Life) {
    for (const step of ['inOne', 'inTwo', 'inTent'] as const) await steps[step](life)
  },
  'rental.inspect': (life: Life) => steps.inspect(life),
  async 'line.forgo'(life: Life) {
    for (const step of ['forgoSale', 'forgoRods', 'forgoTent'] as const) await steps[step](life)
  },
  'refund.handBack': steps.handBack,
  'settlement.confirm': (life: Life) => steps.settle(life),
} satisfies Partial<Record<NextCommand, (life: Life) => Promise<unknown>>>
type Ending = keyof typeof endings

/** Takes what is offered, one thing rather than another, until nothing is: it has to come to an end, wherever it stood. */
async function finish(life: Life, rather: readonly Ending[]): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    const { next } = await shop.must('order.get', clerk, { orderId: life.orderId })
    const ending = rather.find((one) => next.includes(one))
    if (!ending) return
    await endings[ending](life)
    await shop.work()
    await holds(life)
  }
}

const beginnings: Step[][] = [
  [],
  ['confirm', 'request', 'pay'],
  ['confirm', 'request', 'counter', 'payLast', 'outOne', 'outTent'],
  ['confirm', 'counter', 'outOne', 'outTwo', 'outTent', 'giveSale'],
  ['confirm', 'counter', 'outOne', 'outTent', 'inOne', 'inTent', 'inspect'],
]

it(
  'N7 any life of an order keeps the sum at zero, the deposit whole and the row the fold of its facts, and can be ended',
  { timeout: 120_000 },
  async () => {
    let nth = 0
    const names = Object.keys(steps) as Step[]
    const ways = Object.keys(endings) as Ending[]
    const rather = fc.shuffledSubarray(ways, { minLength: ways.length })
    const lives = fc.tuple(fc.constantFrom(...beginnings), fc.array(fc.constantFrom(...names), { maxLength: 14 }), rather)
    await fc.assert(
      fc.asyncProperty(lives, async ([beginning, rest, endsBy]) => {
        nth += 1
        const [rods, tents, hooks] = [`ROD-${nth}`, `TENT-${nth}`, `HOOK-${nth}`]
        const rod = await shop.product({ sku: rods, quantity: 3 })
        const tent = await shop.product({ sku: tents, quantity: 2, deposit: 9000 })
        const hook = await shop.product({ sku: hooks, quantity: 5, tracking: 'bulk', forRent: false, forSale: true, price: 900 })
        const customer = await shop.customer()
        const from = shop.clock.now() + hour
        const lines = [
          { kind: 'rental' as const, variantId: rod.variantId, quantity: 2, from, until: from + 48 * hour },
          { kind: 'rental' as const, variantId: tent.variantId, quantity: 1, from, until: from + 72 * hour },
          { kind: 'sale' as const, variantId: hook.variantId, quantity: 2 },
        ]
        const { orderId } = await shop.must('order.place', customer, { lines })
        const life: Life = { orderId, customer, rods, tents, payments: [], missing: new Set() }
        for (const step of [...beginning, ...rest]) {
          await steps[step](life)
          await holds(life)
        }
        await finish(life, endsBy)
        const { state } = await shop.folded(orderId)
        expect(state.ended).not.toBeNull()
        // All that isn't sold or missing is free again.
        const soon = shop.clock.now() + 400 * 24 * hour
        const spans = [rod, tent].map(({ variantId }) => ({ variantId, quantity: 1, from: soon, until: soon + hour, bufferMinutes: 0 }))
        const free = (await freeBetween({ db: shop.deps.db, shopId: clerk.shopId, now: shop.clock.now() }, spans)).map((one) => one.free)
        const lost = (sku: string) => [...life.missing].filter((code) => code.startsWith(sku)).length
        expect(free).toEqual([3 - lost(rods), 2 - lost(tents)])
        const left = await shop.ask('order.place', customer, { lines: [{ kind: 'sale', variantId: hook.variantId, quantity: 99 }] })
        expect(left).toMatchObject({ code: 'notEnoughEver', values: { free: 5 - (state.soldLineIds.length > 0 ? 2 : 0) } })
      }),
      { numRuns: 20 },
    )
  },
)
