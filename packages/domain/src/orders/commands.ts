import type { Actor, FactContents, FeeSheet, Fen, LateTerms, OrderLineFact, UnitHandOver } from '@bobber/protocol'

/** What can be asked of an order. Ids, instants (epoch ms) and prices are made by the caller: a rule makes none. */
export interface OrderCommands {
  /** its stock is held already */
  'order.place': {
    readonly orderId: string
    readonly number: string
    readonly customerId: string | null
    readonly lines: readonly OrderLineFact[]
    readonly claims: FactContents['claim.held']['claims']
    readonly sheet: FeeSheet
    readonly placedById: string
    readonly holdUntil: number
    readonly by: 'online' | 'counter'
    /** the talk it came from, when that one has an order already */
    readonly citesConversationId?: string
  }
  /** the guest it was placed for turned out to be this customer */
  'order.knowCustomer': { readonly customerId: string }
  'feeSheet.confirm': { readonly version: number; readonly byId: string; readonly headHash: string }
  'payment.request': { readonly paymentId: string; readonly provider: string; readonly link?: string }
  /** a repeated `paymentId` changes nothing */
  'payment.capture': { readonly paymentId: string; readonly provider: string; readonly amount: Fen }
  'sale.handOver': { readonly orderLineIds: readonly string[]; readonly byId: string }
  /** the rest of these lines is not collected any more; `back`: what was paid for it goes back, though its time has begun */
  'line.forgo': { readonly orderLineIds: readonly string[]; readonly back: boolean; readonly byId: string | null }
  'rental.checkOut': { readonly units: readonly UnitHandOver[]; readonly undoUntil: number }
  'rental.undoCheckOut': { readonly unitIds: readonly string[]; readonly byId: string }
  'rental.checkIn': { readonly units: readonly UnitHandOver[]; readonly undoUntil: number }
  'rental.undoCheckIn': { readonly unitIds: readonly string[]; readonly byId: string }
  /** the terms of the pieces that are out */
  'rental.markOverdue': { readonly lines: readonly LateTerms[] }
  /** `until`: a midnight of the shop */
  'rent.earn': { readonly until: number }
  /** an overdue order, whose number `by` is, has what these lines wait for */
  'claim.endanger': { readonly orderLineIds: readonly string[]; readonly by: string }
  'rental.inspect': { readonly units: FactContents['rental.inspected']['units'] }
  'settlement.propose': { readonly sheet: FeeSheet }
  'settlement.confirm': { readonly version: number; readonly byId: string; readonly headHash: string }
  'refund.make': { readonly refundId: string; readonly paymentId: string; readonly provider: string; readonly amount: Fen }
  'order.cancel': { readonly reason: string; readonly byId: string | null }
  /** the limit the timer was set for */
  'hold.expire': { readonly holdUntil: number }
}

export type OrderCommandKind = keyof OrderCommands
export type OrderCommand = {
  readonly [K in OrderCommandKind]: { readonly kind: K; readonly content: OrderCommands[K] }
}[OrderCommandKind]

/** Who asks, and when (epoch ms). */
export interface Asked {
  readonly actor: Actor
  readonly now: number
}
