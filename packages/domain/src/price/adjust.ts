import type { Fen, FeeSheetLine, Refusal, Worded } from '@bobber/protocol'
import { atFactor, fen, sumOf, timesQuantity } from '../money/fen.ts'
import { rentLines, type RentalAsked } from './rent.ts'

/** What the inspection or the shop's tariff asks for, for each piece. */
export interface Extra {
  readonly orderLineId: string
  readonly quantity: number
  readonly unitAmount: Fen
}

export function damageLine({ orderLineId, quantity, unitAmount }: Extra, part: Worded): FeeSheetLine {
  const amount = timesQuantity(unitAmount, quantity)
  return { kind: 'damage', orderLineId, quantity, amount, reason: { key: 'damage', values: { part, unitAmount } }, plan: null }
}

export function cleaningLine({ orderLineId, quantity, unitAmount }: Extra): FeeSheetLine {
  const amount = timesQuantity(unitAmount, quantity)
  return { kind: 'cleaning', orderLineId, quantity, amount, reason: { key: 'cleaning', values: { unitAmount } }, plan: null }
}

export function saleLine({ orderLineId, quantity, unitAmount }: Extra): FeeSheetLine {
  const amount = timesQuantity(unitAmount, quantity)
  return { kind: 'sale', orderLineId, quantity, amount, reason: { key: 'sale', values: { unitAmount } }, plan: null }
}

/** What was not collected: its price goes back, or it stays and the line says why (O19). */
export function forgoneLine({ kind, back, ...extra }: Extra & { readonly kind: 'rent' | 'sale'; readonly back: boolean }): FeeSheetLine {
  const { orderLineId, quantity, unitAmount } = extra
  const amount = fen(0 - (back ? timesQuantity(unitAmount, quantity) : 0))
  return { kind, orderLineId, quantity, amount, reason: { key: 'forgone', values: { unitAmount, back } }, plan: null }
}

/**
 * What goes back for `asked.quantity` pieces returned before their time: the share the plan gives of what the rent
 * up to `returnedAt` (epoch ms) would have cost less (PR12). Null when nothing goes back. Refusals as `priceRental`.
 */
export function earlyReturnLine(asked: RentalAsked, returnedAt: number): FeeSheetLine | Refusal | null {
  const { plan, orderLineId, quantity } = asked
  if (plan.earlyReturn.rule === 'nothing' || returnedAt >= asked.until) return null
  const agreed = rentLines(asked)
  if (!Array.isArray(agreed)) return agreed
  const used = rentLines({ ...asked, until: Math.max(returnedAt, asked.from + 1) })
  if (!Array.isArray(used)) return used
  const saved = fen(total(agreed) - total(used))
  const back = atFactor(saved, plan.earlyReturn.shareBp)
  if (back <= 0) return null
  return {
    kind: 'earlyReturn',
    orderLineId,
    quantity,
    amount: fen(0 - back),
    reason: { key: 'earlyReturn', values: { saved, shareBp: plan.earlyReturn.shareBp } },
    plan: { id: plan.id, version: plan.version },
  }
}

function total(lines: readonly FeeSheetLine[]): Fen {
  return sumOf(lines.map((line) => line.amount))
}
