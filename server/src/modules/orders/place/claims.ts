import { MINUTE } from '@bobber/domain'
import type { FactContents } from '@bobber/protocol'
import type { VariantRow } from '../../catalogue/index.ts'
import type { HoldRequest, SpanAsked } from '../../stock/index.ts'
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
  return priced.flatMap((line): HoldRequest[] => {
    const { kind, orderLineId, quantity } = line.fact
    const base = { ...of, ...spanOf(line, now), orderLineId }
    if (!isByPiece(kind, line.variant)) return [{ ...base, claimId: newId() }]
    return Array.from({ length: quantity }, () => ({ ...base, claimId: newId(), quantity: 1 }))
  })
}

/** What a line asks for; what is bought is taken from `now` on. */
export function spanOf({ fact: { variantId, quantity, from, until }, plan }: PricedLine, now: number): SpanAsked {
  return { variantId, quantity, from: from ?? now, until: until ?? null, bufferMinutes: plan?.bufferMinutes ?? 0 }
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
