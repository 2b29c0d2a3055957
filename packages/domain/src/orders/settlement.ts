import type { FeeSheetLine, Fen, OrderLineFact, PricePlan, Refusal } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import { cleaningLine, damageLine, earlyReturnLine, forgoneLine } from '../price/adjust.ts'
import { type Late, lateLine, lateTerms } from '../price/late.ts'
import type { Order } from './order.ts'

/** What an order line was priced with, frozen. `replacementValue` is for one piece; null when the shop hasn't set one. */
export interface PricedWith {
  readonly orderLineId: string
  readonly plan: PricePlan | null
  readonly replacementValue: Fen | null
}

/** The pieces that went out and what being late costs them; what came back together stands together (R14). */
export function lateOf(order: Order, priced: readonly PricedWith[]): Late[] {
  return order.lines.flatMap((line) => {
    const terms = priced.find(({ orderLineId }) => orderLineId === line.orderLineId)
    const { orderLineId, until: dueAt } = line
    if (!terms?.plan || dueAt === undefined) return []
    const { plan, replacementValue } = terms
    return returnsOf(order, line).map(({ returnedAt, pieces }): Late => {
      return { ...lateTerms({ plan, orderLineId, pieces, dueAt, replacementValue }), returnedAt }
    })
  })
}

/**
 * What the settlement adds to the offer's lines: of each line what late and early returns come to by the plan that was agreed, damage and
 * cleaning as they were found, and what was not collected (R6). `zone` is the location's. Refusals as `priceRental`.
 */
export function settlementLines(order: Order, priced: readonly PricedWith[], zone: string): FeeSheetLine[] | Refusal {
  const added: FeeSheetLine[] = []
  for (const line of order.lines) {
    const plan = priced.find(({ orderLineId }) => orderLineId === line.orderLineId)?.plan
    for (const late of lateOf(order, priced).filter(({ orderLineId }) => orderLineId === line.orderLineId)) {
      const made = plan && returnLine(line, late, plan, zone)
      if (made && 'code' in made) return made
      if (made) added.push(made)
    }
    added.push(...foundOn(order, line), ...forgoneOf(order, line))
  }
  return added
}

/** What one piece of a line is charged by the offer, the deposit not counted (fen). */
export function chargedFor({ sheet }: Order, { orderLineId, quantity }: OrderLineFact): number {
  const charges = sheet?.lines.filter((line) => line.orderLineId === orderLineId && line.kind !== 'deposit') ?? []
  return charges.reduce((sum, line) => sum + line.amount, 0) / quantity
}

function returnsOf({ pieces }: Order, { orderLineId }: OrderLineFact): { returnedAt: number | null; pieces: number }[] {
  const groups = new Map<number | null, number>()
  for (const piece of pieces) {
    if (piece.orderLineId === orderLineId) groups.set(piece.returnedAt, (groups.get(piece.returnedAt) ?? 0) + 1)
  }
  return [...groups].map(([returnedAt, count]) => ({ returnedAt, pieces: count }))
}

function returnLine(line: OrderLineFact, late: Late, plan: PricePlan, zone: string): FeeSheetLine | Refusal | null {
  const { from, until, orderLineId } = line
  if (late.returnedAt === null || from === undefined || until === undefined) return null
  const asked = { plan, orderLineId, quantity: late.pieces, from, until, zone }
  return lateLine(late, late.returnedAt, plan) ?? earlyReturnLine(asked, late.returnedAt)
}

function foundOn({ pieces }: Order, { orderLineId, name }: OrderLineFact): FeeSheetLine[] {
  return pieces
    .filter((piece) => piece.orderLineId === orderLineId)
    .flatMap(({ damage, cleaning }) => [
      ...(damage > 0 ? [damageLine({ orderLineId, quantity: 1, unitAmount: damage }, { zh: name, en: name })] : []),
      ...(cleaning > 0 ? [cleaningLine({ orderLineId, quantity: 1, unitAmount: cleaning })] : []),
    ])
}

function forgoneOf(order: Order, line: OrderLineFact): FeeSheetLine[] {
  const { orderLineId, kind } = line
  const unitAmount = fen(chargedFor(order, line))
  return order.forgone
    .filter((rest) => rest.orderLineId === orderLineId)
    .map(({ quantity, back }) => forgoneLine({ orderLineId, quantity, unitAmount, back, kind: kind === 'sale' ? 'sale' : 'rent' }))
}
