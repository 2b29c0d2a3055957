import type { FeeSheet } from './fee-sheet.ts'

/** Which unit went out or came back, in which condition, shown by which pictures. */
export interface UnitHandOver {
  orderLineId: string
  unitId: string
  unitCode: string
  /** the condition report that was written at that moment */
  reportId: string
  condition: 'good' | 'worn' | 'damaged' | 'missing'
  note: string
  pictureIds: string[]
}

export interface OrderLineFact {
  orderLineId: string
  kind: 'rental' | 'sale'
  variantId: string
  sku: string
  name: string
  quantity: number
  /** epoch ms, rental lines only: the span the customer asked for */
  from?: number
  until?: number
}

/** What being late costs some pieces of one line, each for itself: nothing up to the grace, then every started hour since they were due. */
export interface LateTerms {
  orderLineId: string
  pieces: number
  /** epoch ms */
  dueAt: number
  graceMinutes: number
  /** fen */
  perStartedHour: number
  /** the most one piece comes to, fen; null: no end */
  cap: number | null
}

/**
 * What each fact says, by its kind. A fact is written in the transaction that changes the rows it speaks of (L3);
 * folding an order's facts with `evolve` gives its state again.
 */
export interface FactContents {
  'conversation.opened': { kind: string; productId?: string }
  'conversation.assigned': { assigneeId: string | null; byId: string; reason?: string }
  'conversation.joined': { personId: string; name: string; how: 'signIn' | 'qr' | 'sms' | 'staff' }
  'conversation.resolved': { byId: string }
  'order.placed': {
    orderId: string
    number: string
    customerId: string | null
    lines: OrderLineFact[]
    placedById: string
    /** epoch ms; unpaid after that the hold is released */
    holdUntil: number
    by: 'online' | 'counter'
    /** the talk it came from, when that talk has an order of its own already */
    citesConversationId?: string
  }
  /** the guest it was placed for turned out to be this customer */
  'order.customerKnown': { orderId: string; customerId: string }
  'order.cancelled': { orderId: string; reason: string; byId: string | null }
  'order.closed': { orderId: string }
  'claim.held': {
    orderId: string
    /** `until` null: it never comes back, as what is sold */
    claims: { claimId: string; orderLineId: string; variantId: string; quantity: number; from: number; until: number | null }[]
  }
  'claim.released': { orderId: string; claimIds: string[]; reason: 'cancelled' | 'expired' }
  /**
   * There is no piece left for these lines: another order is overdue, whose number `by` is, or (empty) pieces were damaged, lost or
   * retired.
   */
  'claim.endangered': { orderId: string; orderLineIds: string[]; by: string }
  'hold.expired': { orderId: string }
  'feeSheet.issued': { orderId: string; sheet: FeeSheet }
  /** `by`: on her own device, or at the counter in her presence by staff (`byId`) */
  'feeSheet.confirmed': { orderId: string; version: number; byId: string; by: 'online' | 'counter'; headHash: string }
  'payment.requested': { orderId: string; paymentId: string; amount: number; currency: string; provider: string; link?: string }
  'payment.captured': {
    orderId: string
    paymentId: string
    amount: number
    currency: string
    provider: string
    rent: number
    deposit: number
    sale: number
  }
  'sale.handedOver': { orderId: string; orderLineIds: string[]; byId: string }
  /** the rest of these lines is not collected any more; `back`: what was paid for it goes back */
  'line.forgone': { orderId: string; lines: { orderLineId: string; quantity: number; back: boolean }[]; byId: string | null }
  /** `dueAt`: of the first of them, as it was agreed at that moment */
  'rental.checkedOut': { orderId: string; units: UnitHandOver[]; dueAt: number; undoUntil: number }
  'rental.checkOutUndone': { orderId: string; unitIds: string[]; byId: string }
  /** lines that are late from now on, with the pieces of them that are out */
  'rental.overdue': { orderId: string; lines: LateTerms[] }
  /** what the lines have earned up to this midnight of the shop beyond what was earned before */
  'rent.earned': { orderId: string; until: number; lines: { orderLineId: string; amount: number }[] }
  'rental.checkedIn': { orderId: string; units: UnitHandOver[]; returnedAt: number; undoUntil: number }
  'rental.checkInUndone': { orderId: string; unitIds: string[]; byId: string }
  'rental.inspected': {
    orderId: string
    units: {
      orderLineId: string
      unitId: string
      condition: 'good' | 'worn' | 'damaged' | 'missing'
      damage: number
      cleaning: number
      note: string
    }[]
  }
  'settlement.proposed': { orderId: string; sheet: FeeSheet; refund: number; kept: number }
  'settlement.confirmed': { orderId: string; version: number; byId: string; by: 'online' | 'counter'; headHash: string }
  /** `deposit`: how much of it was deposit; `paymentId`: the payment whose way it went back */
  'refund.made': {
    orderId: string
    refundId: string
    paymentId: string
    amount: number
    deposit: number
    currency: string
    provider: string
  }
  'entry.recalled': { seq: number; entryId: string; byId: string }
}
export type FactKind = keyof FactContents
