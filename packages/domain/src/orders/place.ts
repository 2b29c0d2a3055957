import { isRefusal, type OrderLineFact, refuse, type Refusal } from '@bobber/protocol'
import type { Asked, OrderCommands } from './commands.ts'
import type { Order, OrderFact } from './order.ts'

/**
 * Placing holds the stock, sale and rental alike (O3). That there is enough of it the stock has said, all lines counted together under its
 * lock; whoever counted again here, from another moment, refused what was there. Refusals: `conflict`, `spanInvalid`, `spanPast`.
 */
export function place(order: Order | null, content: OrderCommands['order.place'], { now }: Asked): OrderFact[] | Refusal {
  if (order) return refuse('conflict')
  const refusal = content.lines.map((line) => lineRefusal(line, now)).find(isRefusal)
  if (refusal) return refusal
  const { orderId, number, customerId, lines, placedById, holdUntil, by, claims, sheet, citesConversationId: cited } = content
  const cites = cited === undefined ? {} : { citesConversationId: cited }
  return [
    { kind: 'order.placed', content: { orderId, number, customerId, lines: [...lines], placedById, holdUntil, by, ...cites } },
    { kind: 'claim.held', content: { orderId, claims } },
    { kind: 'feeSheet.issued', content: { orderId, sheet } },
  ]
}

function lineRefusal({ kind, from, until }: OrderLineFact, now: number): Refusal | null {
  if (kind === 'sale') return null
  if (from === undefined || until === undefined || until <= from) return refuse('spanInvalid')
  return until <= now ? refuse('spanPast') : null
}
