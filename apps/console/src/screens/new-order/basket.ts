import type { OrderLineBody, StockRow } from '@bobber/protocol'
import type { Span } from '../../data/times.ts'

/** What is picked and not placed yet; it holds no stock. */
export interface BasketLine {
  kind: 'rental' | 'sale'
  variant: StockRow
  quantity: number
}

/** As `order.place` takes it: all rentals of one order at the counter share their span. */
export function linesOf(basket: readonly BasketLine[], span: Span): OrderLineBody[] {
  return basket.map(({ kind, variant: { variantId }, quantity }) =>
    kind === 'rental' ? { kind, variantId, quantity, from: span.from, until: span.until } : { kind, variantId, quantity },
  )
}
