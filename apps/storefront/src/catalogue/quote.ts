import { feeSheet, fen, priceRental, saleLine } from '@bobber/domain'
import type { FeeSheet, Refusal, Variant } from '@bobber/protocol'

export type Wish =
  | { readonly kind: 'rental'; readonly quantity: number; readonly from: number; readonly until: number }
  | { readonly kind: 'sale'; readonly quantity: number }

/**
 * What a wish would cost, by the very functions the server decides with (C4). `now` is the shop's clock, epoch ms.
 * Refusals: those of `priceRental`, `spanPast`, `notForRent`, `notForSale`.
 */
export function quote(variant: Variant, wish: Wish, zone: string, now: number): FeeSheet | Refusal {
  const lines = wish.kind === 'rental' ? rentalLines(variant, wish, zone, now) : saleLines(variant, wish.quantity)
  if (!Array.isArray(lines)) return lines
  return feeSheet({ version: 1, purpose: 'offer', lines, paid: fen(0), pricedAt: now })
}

function rentalLines(variant: Variant, wish: Wish & { kind: 'rental' }, zone: string, now: number): ReturnType<typeof priceRental> {
  if (!variant.plan) return { code: 'notForRent' }
  if (wish.until <= now) return { code: 'spanPast' }
  return priceRental({ plan: variant.plan, orderLineId: null, quantity: wish.quantity, from: wish.from, until: wish.until, zone })
}

function saleLines(variant: Variant, quantity: number): ReturnType<typeof saleLine>[] | Refusal {
  if (variant.price === null) return { code: 'notForSale' }
  return [saleLine({ orderLineId: '', quantity, unitAmount: fen(variant.price) })]
}
