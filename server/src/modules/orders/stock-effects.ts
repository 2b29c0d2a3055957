import type { Order, OrderFact } from '@bobber/domain'
import type { Tx } from '../../log/index.ts'
import { type ClaimPhase, claimsOfOrder, commit, openEnd, release, sell } from '../stock/index.ts'

/** What a fact does to the stock, where the fact alone says it; hand-overs name their claims themselves. */
export async function takeStockEffects(tx: Tx, after: Order, fact: OrderFact): Promise<void> {
  if (fact.kind === 'claim.released') await release(tx, fact.content.claimIds)
  const pays = fact.kind === 'payment.captured' || fact.kind === 'feeSheet.confirmed'
  if (pays && after.facets.payment === 'paid') await commit(tx, after.claimIds)
  if (fact.kind === 'sale.handedOver') await sell(tx, await claimsOfLines(tx, after, fact.content.orderLineIds), fact.content.byId)
  if (fact.kind === 'rental.overdue') await openEnd(tx, await claimsOfLines(tx, after, idsOf(fact.content.lines)))
  // What went out already of these lines stays out.
  if (fact.kind === 'line.forgone') await release(tx, await claimsOfLines(tx, after, idsOf(fact.content.lines), ['held', 'committed']))
}

function idsOf(lines: readonly { orderLineId: string }[]): string[] {
  return lines.map(({ orderLineId }) => orderLineId)
}

async function claimsOfLines(
  tx: Tx,
  { orderId }: Order,
  orderLineIds: readonly string[],
  phases: readonly ClaimPhase[] = ['held', 'committed', 'out', 'returned'],
): Promise<string[]> {
  const claims = await claimsOfOrder(tx.db, tx.shopId, orderId)
  return claims.filter((claim) => orderLineIds.includes(claim.orderLineId) && phases.includes(claim.phase)).map((claim) => claim.claimId)
}
