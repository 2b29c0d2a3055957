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

/** What is still to be paid: of the settlement once it is confirmed, of the newest offer before; 0 when the order is over. */
export function dueOf(order: Order): Fen {
  if (order.ended) return fen(0)
  if (order.settlement?.confirmed) return fen(Math.max(0, order.settlement.sheet.totals.charges - inHand(order)))
  if (!order.sheet) return fen(0)
  const { charges, deposit } = order.sheet.totals
  return fen(Math.max(0, charges + deposit - inHand(order)))
}

/** What has to go back and hasn't yet: all of a dead order's money, what a confirmed settlement leaves, or what was paid too much (O8). */
export function refundableOf(order: Order): Fen {
  if (order.ended === 'cancelled' || order.ended === 'expired') return inHand(order)
  if (order.ended && !order.settlement) return fen(Math.max(0, inHand(order) - (order.sheet?.totals.charges ?? 0)))
  if (!order.settlement?.confirmed) return fen(0)
  return fen(Math.max(0, inHand(order) - order.settlement.sheet.totals.charges))
}

/** How an incoming amount is spread: sale first, then rent and other charges, the deposit last; what is over counts as rent. */
export function spread(order: Order, amount: Fen): { rent: Fen; deposit: Fen; sale: Fen } {
  const totals = order.ended || order.settlement?.confirmed ? null : order.sheet?.totals
  const wantedSale = totals ? Math.max(0, Math.min(totals.sale, totals.charges)) : 0
  const wantedRent = totals ? totals.charges - wantedSale : 0
  const sale = Math.min(amount, Math.max(0, wantedSale - order.takenFor.sale))
  const charges = Math.min(amount - sale, Math.max(0, wantedRent - order.takenFor.rent))
  const deposit = Math.min(amount - sale - charges, Math.max(0, (totals?.deposit ?? 0) - order.deposit.taken))
  return { sale: fen(sale), deposit: fen(deposit), rent: fen(amount - sale - deposit) }
}
