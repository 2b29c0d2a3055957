import { fen, totalsOf } from '@bobber/domain'
import { isRefusal, refuse } from '@bobber/protocol'
import { orderBodies, type OrderLineBody } from '@bobber/protocol/api/orders'
import { Check } from 'typebox/value'
import type { Handler } from '../../../platform/handler.ts'
import { shopRules } from '../../shops/index.ts'
import { freeBetween, type SpanAsked } from '../../stock/index.ts'
import { priceLines, type PricedLine } from './price-lines.ts'

/** What a basket would cost, and whether it could be had: only to be shown, `order.place` decides (O13). */
export const orderPrice: Handler<'order.price'> = async (deps, { shopId }, body) => {
  const lines = linesIn(body.lines)
  if (!lines) return refuse('malformed', { detail: 'lines' })
  const priced = await priceLines(deps.db, shopId, await shopRules(deps.db, shopId), lines, () => deps.newId())
  if (isRefusal(priced)) return priced
  const fees = priced.flatMap((line) => line.fees)
  const { rent, deposit, sale, charges } = totalsOf(fees, 'offer', fen(0))
  const now = deps.clock.now()
  const spans = spansOf(priced, now)
  const frees = await freeBetween({ db: deps.db, shopId, now }, spans)
  const free = spans.every(({ quantity }, index) => (frees[index]?.free ?? 0) >= quantity)
  return { lines: fees, rent, deposit, sale, total: charges + deposit, free }
}

function linesIn(text: string): OrderLineBody[] | undefined {
  try {
    const lines: unknown = JSON.parse(text)
    return Check(orderBodies['order.place'].properties.lines, lines) ? lines : undefined
  } catch {
    return undefined
  }
}

/** Lines of one variant and span count together. */
function spansOf(priced: readonly PricedLine[], now: number): SpanAsked[] {
  const spans = new Map<string, SpanAsked>()
  for (const { fact, plan } of priced) {
    const { variantId, quantity, from = now, until = null } = fact
    const key = `${variantId} ${from} ${until}`
    spans.set(key, {
      variantId,
      from,
      until,
      bufferMinutes: plan?.bufferMinutes ?? 0,
      quantity: quantity + (spans.get(key)?.quantity ?? 0),
    })
  }
  return [...spans.values()]
}
