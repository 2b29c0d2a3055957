import type { Fen, OrderLineFact } from '@bobber/protocol'
import { instantOf, wallTimeAt } from '../calendar/zone.ts'
import { fen } from '../money/fen.ts'
import { countsOf } from './counts.ts'
import { chargedFor } from './settlement.ts'
import type { Order } from './order.ts'

/**
 * What the rent of the pieces that went out has earned by `at` (epoch ms) and wasn't posted yet, line by line: evenly over the agreed
 * span, rounded down, all of it at its end (O8). So the days always sum to the rent.
 */
export function earningsBy(order: Order, at: number): { orderLineId: string; amount: Fen }[] {
  return order.lines.flatMap((line) => {
    const amount = fen(earnedBy(order, line, at) - (order.earned.lines[line.orderLineId] ?? 0))
    return amount > 0 ? [{ orderLineId: line.orderLineId, amount }] : []
  })
}

function earnedBy(order: Order, line: OrderLineFact, at: number): number {
  const { from, until } = line
  if (from === undefined || until === undefined || at <= from) return 0
  const rent = chargedFor(order, line) * countsOf(order, line).handedOver
  return at >= until ? rent : Math.floor((rent * (at - from)) / (until - from))
}

/** The next midnight of the shop at which something that is out has earned more (epoch ms); null: none. */
export function nextEarning(order: Order, zone: string): number | null {
  const earning = order.lines.filter(
    (line) => countsOf(order, line).out > 0 && chargedFor(order, line) > 0 && (order.earned.until ?? 0) < (line.until ?? 0),
  )
  const begins = earning.flatMap(({ from }) => from ?? [])
  if (begins.length === 0) return null
  const since = order.earned.until ?? Math.min(...begins)
  return instantOf(wallTimeAt(since, zone).day + 1, 0, zone)
}
