import { MINUTE } from '@bobber/domain'
import type { FactContents } from '@bobber/protocol'
import type { HoldRequest } from '../../stock/index.ts'
import type { PricedLine } from './price-lines.ts'

/** What the lines take from stock: bought goods as one quantity, rented ones piece by piece, so that each goes out and comes back by itself. */
export function requestsOf(
  priced: readonly PricedLine[],
  order: { orderId: string; orderNumber: string; now: number },
  newId: () => string,
): HoldRequest[] {
  const { now, ...of } = order
  return priced.flatMap(({ fact, plan }): HoldRequest[] => {
    const { orderLineId, variantId, quantity, from = now, until = null } = fact
    const base = { ...of, orderLineId, variantId, from, until, bufferMinutes: plan?.bufferMinutes ?? 0 }
    if (fact.kind === 'sale') return [{ ...base, claimId: newId(), quantity }]
    return Array.from({ length: quantity }, () => ({ ...base, claimId: newId(), quantity: 1 }))
  })
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
