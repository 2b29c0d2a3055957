import { countsOf, instantOf, lateOf, MINUTE, nextEarning, type OrderCommand, wallTimeAt } from '@bobber/domain'
import type { Tx } from '../../log/index.ts'
import { shopRules } from '../shops/index.ts'
import type { OrderRow } from './order-row.ts'

/** Something that happens to an order by time alone, and when (epoch ms). */
export interface Due {
  at: number
  command: OrderCommand
}

/** The next of them, as of `now` (epoch ms); null: nothing. `zone`: the shop's days. */
export function nextDue(row: OrderRow, zone: string, now: number): Due | null {
  if (row.order.ended) return null
  const dues = [holdEnds(row), neverCollected(row), overdue(row), earns(row, zone, now)].filter((due) => due !== null)
  return dues.toSorted((a, b) => a.at - b.at)[0] ?? null
}

function holdEnds({ order: { facets, holdUntil } }: OrderRow): Due | null {
  const waits = facets.fulfilment === 'held' && ['unpaid', 'requested', 'partlyPaid'].includes(facets.payment)
  return waits ? { at: holdUntil, command: { kind: 'hold.expire', content: { holdUntil } } } : null
}

/** At its end nobody comes for it any more (R13). */
function neverCollected({ order }: OrderRow): Due | null {
  if (order.facets.payment !== 'paid') return null
  const ends = order.lines.flatMap((line) => (line.until !== undefined && countsOf(order, line).left > 0 ? [line.until] : []))
  if (ends.length === 0) return null
  const at = Math.min(...ends)
  const over = order.lines.filter((line) => line.until === at && countsOf(order, line).left > 0)
  const orderLineIds = over.map(({ orderLineId }) => orderLineId)
  return { at, command: { kind: 'line.forgo', content: { orderLineIds, back: false, byId: null } } }
}

/** One ms past its grace what is out is overdue (R10). */
function overdue({ order, lines }: OrderRow): Due | null {
  const late = lateOf(order, lines)
    .filter(({ orderLineId, returnedAt }) => returnedAt === null && !order.overdueLineIds.includes(orderLineId))
    .map(({ returnedAt: _out, ...terms }) => ({ terms, at: terms.dueAt + terms.graceMinutes * MINUTE + 1 }))
  if (late.length === 0) return null
  const at = Math.min(...late.map((one) => one.at))
  const due = late.filter((one) => one.at === at).map(({ terms }) => terms)
  return { at, command: { kind: 'rental.markOverdue', content: { lines: due } } }
}

/** Each midnight of the shop posts what has been earned by it (O8); who comes days late posts them together, today. */
function earns({ order }: OrderRow, zone: string, now: number): Due | null {
  const at = nextEarning(order, zone)
  if (at === null) return null
  const today = instantOf(wallTimeAt(now, zone).day, 0, zone)
  return { at, command: { kind: 'rent.earn', content: { until: Math.max(at, today) } } }
}

/** Promises the order's next due thing as one job: a later promise replaces it, and a job that comes for nothing does nothing. */
export async function enqueueDue(tx: Tx, row: OrderRow): Promise<void> {
  const { shopId } = tx
  const due = nextDue(row, (await shopRules(tx.db, shopId)).zone, tx.now)
  if (!due) return
  await tx.enqueue('order.due', { shopId, orderId: row.orderId }, { runAt: due.at, key: `order.due/${shopId}/${row.orderId}` })
}
