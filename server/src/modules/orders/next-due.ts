import { countsOf, fen, MINUTE, type OrderCommand } from '@bobber/domain'
import type { Tx } from '../../log/index.ts'
import { lateRuleOf, rowOf } from './late-rule.ts'
import type { OrderRow } from './order-row.ts'

/** The next thing that happens to an order by time alone, and when (epoch ms); null: nothing. */
export function nextDue(row: OrderRow): { at: number; command: OrderCommand } | null {
  const { order, lines } = row
  if (order.ended) return null
  const { holdUntil } = order
  const waits = order.facets.fulfilment === 'held' && ['unpaid', 'requested', 'partlyPaid'].includes(order.facets.payment)
  if (waits) return { at: holdUntil, command: { kind: 'hold.expire', content: { holdUntil } } }
  const late = order.lines.flatMap((line) => {
    if (line.until === undefined || countsOf(order, line).out === 0 || order.overdueLineIds.includes(line.orderLineId)) return []
    const grace = rowOf(lines, line.orderLineId)?.plan?.graceMinutes ?? 0
    return [line.until + grace * MINUTE + 1]
  })
  if (late.length === 0) return null
  const content = lateRuleOf(row) ?? { graceMinutes: 0, perStartedHour: fen(0), cap: fen(0) }
  return { at: Math.min(...late), command: { kind: 'rental.markOverdue', content } }
}

/** Promises the order's next due thing as one job: a later promise replaces it, and a job that comes for nothing does nothing. */
export async function enqueueDue(tx: Tx, row: OrderRow): Promise<void> {
  const due = nextDue(row)
  if (!due) return
  const { shopId } = tx
  await tx.enqueue('order.due', { shopId, orderId: row.orderId }, { runAt: due.at, key: `order.due/${shopId}/${row.orderId}` })
}
