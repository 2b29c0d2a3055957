import { countsOf, fen, lateCapOf } from '@bobber/domain'
import type { Fen } from '@bobber/protocol'
import type { LineRow, OrderRow } from './order-row.ts'

/** What a late return costs, all pieces of the order that are out (or all that are rented) together; amounts in fen. */
export interface LateRule {
  graceMinutes: number
  perStartedHour: Fen
  cap: Fen
}

/** A cap that no plan names, so high that it never caps: pages count with one number. */
const uncapped = 100_000_000_00

/** Null: being late costs nothing. */
export function lateRuleOf({ order, lines }: Pick<OrderRow, 'order' | 'lines'>): LateRule | null {
  const rented = order.lines
    .filter((line) => line.kind === 'rental')
    .map((line) => ({ ...countsOf(order, line), row: rowOf(lines, line.orderLineId) }))
  const out = rented.some((line) => line.out > 0)
  const late = rented.flatMap(({ row, quantity, out: pieces }) =>
    row?.plan?.late ? [{ plan: row.plan, late: row.plan.late, row, pieces: out ? pieces : quantity }] : [],
  )
  if (late.length === 0) return null
  return {
    graceMinutes: Math.min(...late.map(({ plan }) => plan.graceMinutes)),
    perStartedHour: fen(late.reduce((sum, each) => sum + each.late.perStartedHour * each.pieces, 0)),
    cap: fen(
      Math.min(
        uncapped,
        late.reduce((sum, each) => sum + capOf(each.row) * each.pieces, 0),
      ),
    ),
  }
}

function capOf({ plan, replacementValue }: LineRow): number {
  return (plan && lateCapOf(plan, replacementValue === null ? null : fen(replacementValue))) ?? uncapped
}

export function rowOf(lines: readonly LineRow[], orderLineId: string): LineRow | undefined {
  return lines.find((line) => line.orderLineId === orderLineId)
}
