import { type FactContents, isRefusal, refuse, type Refusal } from '@bobber/protocol'
import type { Asked, OrderCommands } from './commands.ts'
import type { Order, OrderFact } from './order.ts'

type Place = OrderCommands['order.place']

/** Placing holds the stock, sale and rental alike (O3). Refusals: `conflict`, `spanInvalid`, `spanPast`, `notEnough`, `notEnoughEver`. */
export function place(order: Order | null, content: Place, { now }: Asked): OrderFact[] | Refusal {
  if (order) return refuse('conflict')
  const refusal = content.lines.map((line) => lineRefusal(line, content, now)).find(isRefusal)
  if (refusal) return refusal
  const { orderId, number, customerId, lines, placedById, holdUntil, by, claims, sheet, citesConversationId: cited } = content
  const cites = cited === undefined ? {} : { citesConversationId: cited }
  return [
    { kind: 'order.placed', content: { orderId, number, customerId, lines: [...lines], placedById, holdUntil, by, ...cites } },
    { kind: 'claim.held', content: { orderId, claims } },
    { kind: 'feeSheet.issued', content: { orderId, sheet } },
  ]
}

function lineRefusal(line: FactContents['order.placed']['lines'][number], { lines, stock }: Place, now: number): Refusal | null {
  const { from, until } = line
  if (line.kind === 'rental') {
    if (from === undefined || until === undefined || until <= from) return refuse('spanInvalid')
    if (until <= now) return refuse('spanPast')
  }
  const known = stock.find(({ orderLineId }) => orderLineId === line.orderLineId)
  // Lines of one variant that meet in time eat from the same pieces; each is checked with the ones before it.
  const taken = lines
    .slice(0, lines.indexOf(line))
    .filter((other) => other.variantId === line.variantId && meet(other, line))
    .reduce((sum, other) => sum + other.quantity, 0)
  const free = (known?.free ?? 0) - taken
  if (free >= line.quantity) return null
  const left = Math.max(0, free)
  if (line.kind === 'sale' || !known || known.freeFrom === null) return refuse('notEnoughEver', { free: left })
  return refuse('notEnough', { free: left, freeFrom: known.freeFrom })
}

function meet(one: { from?: number; until?: number }, other: { from?: number; until?: number }): boolean {
  return (one.from ?? 0) < (other.until ?? Infinity) && (other.from ?? 0) < (one.until ?? Infinity)
}
