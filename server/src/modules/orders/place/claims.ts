import { MINUTE } from '@bobber/domain'
import type { FactContents } from '@bobber/protocol'
import type { VariantRow } from '../../catalogue/index.ts'
import type { HoldRequest } from '../../stock/index.ts'
import type { PricedLine } from './price-lines.ts'

/**
 * What the lines take from stock: rented and tracked goods piece by piece, so that each is named and comes back by itself; what is bought
 * of bulk goods as one quantity.
 */
export function requestsOf(
  priced: readonly PricedLine[],
  order: { orderId: string; orderNumber: string; now: number },
  newId: () => string,
): HoldRequest[] {
  const { now, ...of } = order
  return priced.flatMap(({ fact, plan, variant }): HoldRequest[] => {
    const { orderLineId, variantId, quantity, from = now, until = null } = fact
    const base = { ...of, orderLineId, variantId, from, until, bufferMinutes: plan?.bufferMinutes ?? 0 }
    if (!isByPiece(fact.kind, variant)) return [{ ...base, claimId: newId(), quantity }]
    return Array.from({ length: quantity }, () => ({ ...base, claimId: newId(), quantity: 1 }))
  })
}

/** Whether each piece of a line is a claim of its own. */
export function isByPiece(kind: 'rental' | 'sale', { tracking }: Pick<VariantRow, 'tracking'>): boolean {
  return kind === 'rental' || tracking === 'units'
}

type Claims = FactContents['claim.held']['claims']

/** The claims as their fact tells them; what is bought is taken from its moment on, and never comes back. */
export function claimsOf(requests: readonly HoldRequest[]): Claims {
  return requests.map(({ claimId, orderLineId, variantId, quantity, from, until, bufferMinutes }) => ({
    claimId,
    orderLineId,
    variantId,
    quantity,
    from,
    until: until === null ? null : until + bufferMinutes * MINUTE,
  }))
}
