import type { Fen } from './money.ts'
import type { RentalLength, Weekday, Worded } from './price.ts'

/**
 * Why a line costs what it costs, as data. `reasonText` of @bobber/domain words it in Chinese or English,
 * so one stored fee sheet reads in both. Factors are in basis points (12000 is × 1.2).
 */
export type FeeReason =
  | {
      readonly key: 'rentDays'
      readonly values: {
        readonly firstDay: Weekday
        readonly lastDay: Weekday
        readonly days: number
        readonly unitAmount: Fen
        readonly factorBp: number
        /** Set for a holiday, whose name explains the factor; a weekend's weekday explains itself. */
        readonly holiday: Worded | null
      }
    }
  | {
      readonly key: 'rentHours'
      readonly values: {
        readonly weekday: Weekday
        readonly hours: number
        readonly unitAmount: Fen
        readonly factorBp: number
        readonly holiday: Worded | null
      }
    }
  | {
      readonly key: 'rentPackage'
      readonly values: { readonly length: RentalLength; readonly times: number; readonly unitAmount: Fen }
    }
  | { readonly key: 'deposit'; readonly values: { readonly unitAmount: Fen } }
  | { readonly key: 'sale'; readonly values: { readonly unitAmount: Fen } }
  | {
      readonly key: 'late'
      readonly values: { readonly startedHours: number; readonly perHour: Fen; readonly cap: Fen | null }
    }
  | { readonly key: 'damage'; readonly values: { readonly part: Worded; readonly unitAmount: Fen } }
  | { readonly key: 'cleaning'; readonly values: { readonly unitAmount: Fen } }
  | { readonly key: 'earlyReturn'; readonly values: { readonly saved: Fen; readonly shareBp: number } }
  /** Not collected: what one piece cost goes back, or stays because the piece was kept for her. */
  | { readonly key: 'forgone'; readonly values: { readonly unitAmount: Fen; readonly back: boolean } }

export type FeeKind = 'rent' | 'sale' | 'deposit' | 'late' | 'damage' | 'cleaning' | 'earlyReturn'

/** One line. `amount` is signed: what lowers the price (an early return, what was not collected) is negative. */
export interface FeeSheetLine {
  readonly kind: FeeKind
  /** The order line it belongs to; null when it is about the whole order. */
  readonly orderLineId: string | null
  readonly quantity: number
  readonly amount: Fen
  readonly reason: FeeReason
  /** The plan the amount follows from; null for lines no plan speaks of. */
  readonly plan: { readonly id: string; readonly version: number } | null
}

/** An `offer` asks for charges and deposit; a `settlement` takes the charges out of what was paid. */
export type FeeSheetPurpose = 'offer' | 'settlement'

/**
 * `charges` is the sum of all kinds but the deposit. `due` is still to be paid and `refund` goes back,
 * both after `paid`; at most one of them is above zero.
 */
export interface FeeSheetTotals {
  readonly rent: Fen
  readonly sale: Fen
  readonly deposit: Fen
  readonly late: Fen
  readonly damage: Fen
  readonly cleaning: Fen
  readonly earlyReturn: Fen
  readonly charges: Fen
  readonly paid: Fen
  readonly due: Fen
  readonly refund: Fen
}

/** A versioned statement of money, binding once the customer confirms this version. `pricedAt` is epoch ms. */
export interface FeeSheet {
  readonly version: number
  readonly purpose: FeeSheetPurpose
  readonly currency: 'CNY'
  readonly lines: readonly FeeSheetLine[]
  readonly totals: FeeSheetTotals
  readonly pricedAt: number
}
