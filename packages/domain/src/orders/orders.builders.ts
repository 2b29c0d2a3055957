import type { Actor, FeeSheet, FeeSheetLine, Refusal, UnitHandOver } from '@bobber/protocol'
import { isRefusal } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import { damageLine } from '../price/adjust.ts'
import { feeSheet } from '../price/fee-sheet.ts'
import { lateLine } from '../price/late.ts'
import { at, planOfRh3608 } from '../price/price.builders.ts'
import { priceRental } from '../price/rent.ts'
import type { OrderCommand, OrderCommands } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { inHand } from './money.ts'
import type { Order, OrderFact } from './order.ts'

export const friday = at('2026-11-27T18:00')
export const sunday = at('2026-11-29T18:00')
export const morning = at('2026-11-27T09:00')

export function rentLinesOf(quantity: number): FeeSheetLine[] {
  const lines = priceRental({ plan: planOfRh3608(), orderLineId: 'line', quantity, from: friday, until: sunday, zone: 'Asia/Shanghai' })
  if (!Array.isArray(lines)) throw new Error(lines.code)
  return lines
}

export function placing(quantity = 1, free = 6): OrderCommands['order.place'] {
  return {
    orderId: 'order',
    number: '1001',
    customerId: 'customer',
    lines: [{ orderLineId: 'line', kind: 'rental', variantId: 'rh', sku: 'RH-3608', name: '海竿', quantity, from: friday, until: sunday }],
    stock: [{ orderLineId: 'line', free, freeFrom: sunday + 1_800_000 }],
    claims: [{ claimId: 'claim', orderLineId: 'line', variantId: 'rh', quantity, from: friday, until: sunday + 1_800_000 }],
    sheet: feeSheet({ version: 1, purpose: 'offer', lines: rentLinesOf(quantity), paid: fen(0), pricedAt: morning }),
    placedById: 'customer',
    holdUntil: morning + 1_800_000,
    by: 'online',
  }
}

export function scanned(unitId: string): UnitHandOver {
  return { orderLineId: 'line', unitId, unitCode: unitId, reportId: `report-${unitId}`, condition: 'good', note: '', pictureIds: [] }
}

/** The settlement of what came back at `returnedAt`, with `damage` fen to pay. */
export function settlementOf(order: Order, returnedAt: number, damage = 0): FeeSheet {
  const quantity = order.pieces.length
  const late = lateLine({ plan: planOfRh3608(), orderLineId: 'line', quantity, plannedReturn: sunday, returnedAt, replacementValue: null })
  const broken = damageLine({ orderLineId: 'line', quantity: 1, unitAmount: fen(damage) }, { zh: '竿尖', en: 'tip' })
  const lines = [...(order.sheet?.lines ?? []), ...(late ? [late] : []), ...(damage > 0 ? [broken] : [])]
  return feeSheet({ version: (order.sheet?.version ?? 0) + 1, purpose: 'settlement', lines, paid: inHand(order), pricedAt: returnedAt })
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
export function paidOrder(quantity = 1): Life {
  const life = new Life()
  life.must({ kind: 'order.place', content: placing(quantity) }, 'customer', morning)
  life.must({ kind: 'feeSheet.confirm', content: { version: 1, byId: 'customer', headHash: 'h' } }, 'customer', morning)
  life.must({ kind: 'payment.request', content: { paymentId: 'pay', provider: 'simulator' } }, 'customer', morning)
  life.must(
    { kind: 'payment.capture', content: { paymentId: 'pay', provider: 'simulator', amount: fen(47_700 * quantity) } },
    'system',
    morning,
  )
  return life
}
