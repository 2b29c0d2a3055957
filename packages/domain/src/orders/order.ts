import type { FactContents, FeeSheet, Fen, FulfilmentState, OrderLineFact, PaymentState, RentalState, ReturnState } from '@bobber/protocol'

export type OrderFactKind = Extract<
  keyof FactContents,
  | `order.${string}`
  | `claim.${string}`
  | `hold.${string}`
  | `feeSheet.${string}`
  | `payment.${string}`
  | `sale.${string}`
  | `rental.${string}`
  | `settlement.${string}`
  | `deposit.${string}`
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
}

export interface OrderPayment {
  readonly paymentId: string
  readonly provider: string
  readonly amount: Fen
  readonly state: 'requested' | 'captured'
}

/** Taken = kept + given back + held, at every moment (O9). */
export interface DepositAccount {
  readonly taken: Fen
  readonly kept: Fen
  readonly givenBack: Fen
}

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
  readonly overdueLineIds: readonly string[]
  readonly ended: 'closed' | 'cancelled' | 'expired' | null
}

/** Nothing has happened yet. */
export const initial: Order | null = null
