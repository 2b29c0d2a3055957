import type { FactContents, FeeSheet, Fen, FulfilmentState, OrderLineFact, PaymentState, RentalState, ReturnState } from '@bobber/protocol'

export type OrderFactKind = Extract<
  keyof FactContents,
  | `order.${string}`
  | `claim.${string}`
  | `hold.${string}`
  | `feeSheet.${string}`
  | `payment.${string}`
  | `sale.${string}`
  | `line.${string}`
  | `rental.${string}`
  | `rent.${string}`
  | `settlement.${string}`
  | `refund.${string}`
>

/** A fact of an order's log, without the entry around it. */
export type OrderFact = { readonly [K in OrderFactKind]: { readonly kind: K; readonly content: FactContents[K] } }[OrderFactKind]

/** A piece that has been handed over for rent. For bulk goods `unitId` is any id that is unique in the order. */
export interface RentedPiece {
  readonly orderLineId: string
  readonly unitId: string
  readonly unitCode: string
  readonly life: RentalState
  /** epoch ms: until then its last check-out or check-in can be undone */
  readonly undoUntil: number
  /** epoch ms; null: it is out */
  readonly returnedAt: number | null
  /** what the inspection asks for it */
  readonly damage: Fen
  readonly cleaning: Fen
}

/** Part of a line that is not collected any more; `back`: what was paid for it goes back. */
export type ForgoneRest = Readonly<FactContents['line.forgone']['lines'][number]>

/** `void`: asked for, and no longer due. */
export interface OrderPayment {
  readonly paymentId: string
  readonly provider: string
  readonly amount: Fen
  readonly state: 'requested' | 'captured' | 'void'
}

/** Taken = kept + given back + held, at every moment (O9). */
export interface DepositAccount {
  readonly taken: Fen
  readonly kept: Fen
  readonly givenBack: Fen
}

/** What an order is once its facts are folded; `null` before the first of them. */
export interface Order {
  readonly orderId: string
  readonly number: string
  readonly customerId: string | null
  readonly by: 'online' | 'counter'
  readonly holdUntil: number
  readonly lines: readonly OrderLineFact[]
  readonly claimIds: readonly string[]
  /** The newest offer; it binds once `confirmedVersion` is its version. */
  readonly sheet: FeeSheet | null
  readonly confirmedVersion: number | null
  readonly settlement: { readonly sheet: FeeSheet; readonly refund: Fen; readonly kept: Fen; readonly confirmed: boolean } | null
  readonly payments: readonly OrderPayment[]
  /** All money taken, and all given back. */
  readonly taken: Fen
  readonly refunded: Fen
  /** What of the money taken was for rent (and all that isn't sale or deposit), and what for sale. */
  readonly takenFor: { readonly rent: Fen; readonly sale: Fen }
  readonly deposit: DepositAccount
  readonly facets: { readonly payment: PaymentState; readonly fulfilment: FulfilmentState; readonly return: ReturnState }
  readonly pieces: readonly RentedPiece[]
  readonly soldLineIds: readonly string[]
  readonly forgone: readonly ForgoneRest[]
  readonly overdueLineIds: readonly string[]
  /** What each line's rent has earned day by day, and up to which midnight (epoch ms); null: nothing yet (O8). */
  readonly earned: { readonly until: number | null; readonly lines: Readonly<Record<string, Fen>> }
  readonly ended: 'closed' | 'cancelled' | 'expired' | null
}
