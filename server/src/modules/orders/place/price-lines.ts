import { fen, priceRental, saleLine } from '@bobber/domain'
import { type FeeSheetLine, isRefusal, type OrderLineFact, type PricePlan, type Refusal, refuse } from '@bobber/protocol'
import type { OrderLineBody } from '@bobber/protocol/api/orders'
import type { Db } from '../../../platform/deps.ts'
import { plansOf, readVariants, type VariantRow } from '../../catalogue/index.ts'
import type { ShopRules } from '../../shops/index.ts'
import { isByPiece } from './claims.ts'

/** Pieces of one order that are held each by itself: far above what a counter hands out, far below what would keep everybody else waiting. */
const mostPieces = 10_000

/** A line that was asked for, with what it is and what it costs. */
export interface PricedLine {
  fact: OrderLineFact
  variant: VariantRow
  /** rentals only */
  plan: PricePlan | null
  fees: FeeSheetLine[]
}

/**
 * Prices lines with the plans as they are now: the function the page prices its basket with (O13).
 * Refusals: `malformed` (more pieces than an order holds), `notFound`, `featureOff`, `notForRent`, `notForSale`, `noPrice`, `spanInvalid`, `spanLength`.
 */
export async function priceLines(
  db: Db,
  shopId: string,
  rules: ShopRules,
  asked: readonly OrderLineBody[],
  newId: () => string,
): Promise<PricedLine[] | Refusal> {
  const variantIds = asked.map(({ variantId }) => variantId)
  const variants = await readVariants(db, shopId, variantIds)
  const plans = await plansOf(db, shopId, variantIds)
  const byPiece = asked.filter(({ kind, variantId }) => isByPiece(kind, variants.get(variantId) ?? { tracking: 'bulk' }))
  if (byPiece.reduce((sum, { quantity }) => sum + quantity, 0) > mostPieces) {
    return refuse('malformed', { detail: `quantity > ${mostPieces}` })
  }
  const priced: PricedLine[] = []
  for (const line of asked) {
    const variant = variants.get(line.variantId)
    if (!variant) return refuse('notFound')
    if (!rules.switches[line.kind]) return refuse('featureOff')
    const made =
      line.kind === 'rental' ? rented(line, variant, plans.get(line.variantId), rules.zone, newId()) : sold(line, variant, newId())
    if (isRefusal(made)) return made
    priced.push(made)
  }
  return priced
}

function rented(
  { quantity, from, until }: Extract<OrderLineBody, { kind: 'rental' }>,
  variant: VariantRow,
  plan: PricePlan | undefined,
  zone: string,
  orderLineId: string,
): PricedLine | Refusal {
  if (!variant.forRent) return refuse('notForRent')
  if (!plan) return refuse('noPrice')
  const fees = priceRental({ plan, orderLineId, quantity, from, until, zone })
  if (isRefusal(fees)) return fees
  return { fact: { ...named(variant, orderLineId, quantity), kind: 'rental', from, until }, variant, plan, fees }
}

function sold({ quantity }: { quantity: number }, variant: VariantRow, orderLineId: string): PricedLine | Refusal {
  if (!variant.forSale) return refuse('notForSale')
  if (variant.price === null) return refuse('noPrice')
  const fees = [saleLine({ orderLineId, quantity, unitAmount: fen(variant.price) })]
  return { fact: { ...named(variant, orderLineId, quantity), kind: 'sale' }, variant, plan: null, fees }
}

function named({ variantId, sku, name }: VariantRow, orderLineId: string, quantity: number): Omit<OrderLineFact, 'kind'> {
  return { orderLineId, variantId, sku, name, quantity }
}
