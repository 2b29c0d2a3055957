import type { Free, SpanAsked } from './request.ts'
import { freeOf, readTaking, type StockAt } from './taking.ts'

/**
 * What is free in each span, in the order asked; without a lock, so only to be shown: `hold` decides. A variant the shop hasn't is free 0.
 */
export async function freeBetween(at: StockAt, asked: readonly SpanAsked[], exceptOrderId?: string): Promise<Free[]> {
  if (asked.length === 0) return []
  const since = Math.min(...asked.map(({ from }) => from))
  const variantIds = asked.map(({ variantId }) => variantId)
  const takings = await readTaking(at, variantIds, since, { exceptOrderId })
  return asked.map((span) => freeOf(takings.get(span.variantId) ?? { owned: 0, claims: [] }, span))
}
