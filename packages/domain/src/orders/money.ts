import type { Fen } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import type { Order } from './order.ts'

/** Deposit money that is neither kept nor given back. */
export function heldDeposit({ deposit }: Pick<Order, 'deposit'>): Fen {
  return fen(deposit.taken - deposit.kept - deposit.givenBack)
}

/** What is in hand: taken less given back. */
export function inHand(order: Order): Fen {
  return fen(order.taken - order.refunded)
}

/** What the shop is to have in hand now: nothing of a dead order, a confirmed settlement's charges, else what the newest offer asks for. */
function wantedInHand(order: Order): number {
  if (order.ended === 'cancelled' || order.ended === 'expired') return 0
  if (order.settlement?.confirmed) return order.settlement.sheet.totals.charges
  return order.sheet ? order.sheet.totals.charges + order.sheet.totals.deposit : 0
}

/** What is still to be paid; 0 when the order is over. */
export function dueOf(order: Order): Fen {
  return fen(order.ended ? 0 : Math.max(0, wantedInHand(order) - inHand(order)))
}

/** What has to go back and hasn't yet; of a living order what was paid too much (O6, O8). */
export function refundableOf(order: Order): Fen {
  return fen(Math.max(0, inHand(order) - wantedInHand(order)))
}

/** How much of a refund is deposit: what was paid too much isn't, as long as the order goes on. */
export function depositIn(order: Order, amount: Fen): Fen {
  const goesOn = !order.ended && !order.settlement?.confirmed
  return fen(goesOn ? 0 : Math.min(amount, heldDeposit(order)))
}

/** How an incoming amount is spread: sale first, then rent and other charges, the deposit last; what is over counts as rent. */
export function spread(order: Order, amount: Fen): { rent: Fen; deposit: Fen; sale: Fen } {
  const totals = order.ended || order.settlement?.confirmed ? null : order.sheet?.totals
  const wantedSale = totals?.sale ?? 0
  const wantedRent = totals ? totals.charges - wantedSale : 0
  const sale = Math.min(amount, Math.max(0, wantedSale - order.takenFor.sale))
  const charges = Math.min(amount - sale, Math.max(0, wantedRent - order.takenFor.rent))
  const deposit = Math.min(amount - sale - charges, Math.max(0, (totals?.deposit ?? 0) - order.deposit.taken))
  return { sale: fen(sale), deposit: fen(deposit), rent: fen(amount - sale - deposit) }
}
