import type { Actor, FeeSheet, FeeSheetLine, OrderLineFact, Refusal, UnitHandOver } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import { damageLine, saleLine } from '../price/adjust.ts'
import { feeSheet } from '../price/fee-sheet.ts'
import { at, planOfRh3608 } from '../price/price.builders.ts'
import { priceRental } from '../price/rent.ts'
import { type Account, type Balances, balanceOn } from './book.ts'
import type { OrderCommand, OrderCommands } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { dueOf, inHand } from './money.ts'
import type { Order, OrderFact } from './order.ts'
import { lateOf, type PricedWith, settlementLines } from './settlement.ts'

export const friday = at('2026-11-27T18:00')
export const sunday = at('2026-11-29T18:00')
export const monday = at('2026-11-30T18:00')
export const morning = at('2026-11-27T09:00')
export const zone = 'Asia/Shanghai'

const rod: OrderLineFact = {
  orderLineId: 'line',
  kind: 'rental',
  variantId: 'rh',
  sku: 'RH-3608',
  name: '海竿',
  quantity: 1,
  from: friday,
  until: sunday,
}
const tent: OrderLineFact = { ...rod, orderLineId: 'tent', variantId: 'tt', sku: 'TT-1', name: '帐篷', until: monday }
const hooks: OrderLineFact = { orderLineId: 'hooks', kind: 'sale', variantId: 'hk', sku: 'HK-1', name: '鱼钩', quantity: 3 }

const plans = { line: planOfRh3608(), tent: planOfRh3608({ id: 'tt-1', graceMinutes: 60, deposit: fen(10_000) }) }

/** What the rental lines of these orders were priced with. */
export const priced: readonly PricedWith[] = Object.entries(plans).map(([orderLineId, plan]) => ({
  orderLineId,
  plan,
  replacementValue: null,
}))

function feesOf(lines: readonly OrderLineFact[]): FeeSheetLine[] {
  return lines.flatMap((line): FeeSheetLine[] => {
    const { orderLineId, quantity, from = 0, until = 0 } = line
    if (line.kind === 'sale') return [saleLine({ orderLineId, quantity, unitAmount: fen(900) })]
    const fees = priceRental({ plan: orderLineId === 'tent' ? plans.tent : plans.line, orderLineId, quantity, from, until, zone })
    if (isRefusal(fees)) throw new Error(fees.code)
    return fees
  })
}

export function placingLines(...lines: OrderLineFact[]): OrderCommands['order.place'] {
  const claims = lines.map(({ orderLineId, variantId, quantity, from = morning, until = null }) => ({
    claimId: `claim-${orderLineId}`,
    orderLineId,
    variantId,
    quantity,
    from,
    until,
  }))
  return {
    orderId: 'order',
    number: '1001',
    customerId: 'customer',
    lines,
    claims,
    sheet: feeSheet({ version: 1, purpose: 'offer', lines: feesOf(lines), paid: fen(0), pricedAt: morning }),
    placedById: 'customer',
    holdUntil: morning + 1_800_000,
    by: 'online',
  }
}

export function placing(quantity = 1): OrderCommands['order.place'] {
  return placingLines({ ...rod, quantity })
}

/** Two rods until Sunday, a tent until Monday, three packs of hooks to keep. */
export function placingAll(): OrderCommands['order.place'] {
  return placingLines({ ...rod, quantity: 2 }, tent, hooks)
}

export function scanned(unitId: string, orderLineId = unitId.startsWith('t') ? 'tent' : 'line'): UnitHandOver {
  return { orderLineId, unitId, unitCode: unitId, reportId: `report-${unitId}`, condition: 'good', note: '', pictureIds: [] }
}

export function inspected(unitId: string, damage = 0): OrderCommands['rental.inspect']['units'][number] {
  return { orderLineId: scanned(unitId).orderLineId, unitId, condition: 'good', damage, cleaning: 0, note: '' }
}

/** The settlement as the order stands, with `damage` more fen to pay. */
export function settlementOf(order: Order, now: number, damage = 0): FeeSheet {
  const added = settlementLines(order, priced, zone)
  if (isRefusal(added)) throw new Error(added.code)
  const broken = damageLine({ orderLineId: 'line', quantity: 1, unitAmount: fen(damage) }, { zh: '竿尖', en: 'tip' })
  const lines = [...(order.sheet?.lines ?? []), ...added, ...(damage > 0 ? [broken] : [])]
  return feeSheet({ version: (order.sheet?.version ?? 0) + 1, purpose: 'settlement', lines, paid: inHand(order), pricedAt: now })
}

/** The lines that are out past their grace, as the clock names them. */
export function lateLinesOf(order: Order): OrderCommands['rental.markOverdue']['lines'] {
  return lateOf(order, priced).flatMap(({ returnedAt, ...terms }) => (returnedAt === null ? [terms] : []))
}

/** The accounts that hold something, each with all its lines together. */
export function totalsOn(balances: Balances): Partial<Record<Account, number>> {
  const accounts = [...new Set(balances.map(({ account }) => account))]
  return Object.fromEntries(accounts.map((account) => [account, balanceOn(balances, account)]).filter(([, amount]) => amount !== 0))
}

/** Nothing is left to do with money: no deposit held, nothing prepaid, nothing owed, line by line. */
export function isSquare(order: Order, balances: Balances): boolean {
  const open: readonly Account[] = ['receivable', 'deposits', 'prepaid:rent', 'prepaid:sale']
  return dueOf(order) === 0 && balances.every(({ account, amount }) => amount === 0 || !open.includes(account))
}

/** An order as it is lived: every command is decided, its facts folded in. */
export class Life {
  readonly facts: OrderFact[] = []
  order: Order | null = null

  /** The facts it made, or the refusal. */
  ask(command: OrderCommand, actor: Actor, now: number): OrderFact[] | Refusal {
    const decision = decide(this.order, command, { actor, now })
    if (isRefusal(decision)) return decision
    for (const fact of decision) {
      this.facts.push(fact)
      this.order = evolve(this.order, fact)
    }
    return decision
  }

  /** As `ask`, where a refusal fails the test. */
  must(command: OrderCommand, actor: Actor, now: number): string[] {
    const decision = this.ask(command, actor, now)
    if (isRefusal(decision)) throw new Error(`${command.kind} refused: ${decision.code}`)
    return decision.map((fact) => fact.kind)
  }

  get placed(): Order {
    if (!this.order) throw new Error('no order yet')
    return this.order
  }
}

/** Placed, confirmed and paid: ready to be collected. */
export function paidOrder(content = placing()): Life {
  const life = new Life()
  life.must({ kind: 'order.place', content }, 'customer', morning)
  life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'customer', headHash: 'h' } }, 'customer', morning)
  life.must({ kind: 'payment.request', content: { paymentId: 'pay', provider: 'simulator' } }, 'customer', morning)
  const amount = dueOf(life.placed)
  life.must({ kind: 'payment.capture', content: { paymentId: 'pay', provider: 'simulator', amount } }, 'system', morning)
  return life
}

/** When what was due on Sunday at 18:00 comes back: four started hours late. */
export const back = at('2026-11-29T21:10')
/** How long a slip can be taken back. */
export const undo = 300_000

/** One rod, paid, out on Friday and back late on Sunday. */
export function returned(): Life {
  const life = paidOrder()
  life.must({ kind: 'rental.checkOut', content: { units: [scanned('u1')], undoUntil: friday + undo } }, 'service', friday)
  life.must({ kind: 'rental.checkIn', content: { units: [scanned('u1')], undoUntil: back + undo } }, 'service', back)
  return life
}
