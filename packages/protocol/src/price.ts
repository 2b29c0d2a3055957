import type { Fen } from './money.ts'

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** A calendar date of the location, `2026-11-27`; never an instant. */
export type CalendarDate = string

/** Product words in both languages, Chinese first. */
export interface Worded {
  readonly zh: string
  readonly en: string
}

export type LengthUnit = 'hour' | 'day' | 'week'

/** How long something is rented: `{ unit: "day", count: 3 }`. */
export interface RentalLength {
  readonly unit: LengthUnit
  readonly count: number
}

/** What one piece costs for one length. */
export interface PriceTier {
  readonly length: RentalLength
  readonly amount: Fen
}

/** Factors are in basis points: 12000 is × 1.2. */
export interface WeekdayFactor {
  readonly days: readonly Weekday[]
  readonly factorBp: number
  readonly label: Worded
}

/** Both dates belong to the holiday. A holiday's factor replaces the weekday's, it isn't multiplied with it. */
export interface Holiday {
  readonly from: CalendarDate
  readonly through: CalendarDate
  readonly factorBp: number
  readonly label: Worded
}

/**
 * How tiers are put together.
 * - `combine`: the cheapest cover by day prices (with their factors) and packages (without).
 * - `oneTier`: the cheapest single tier, repeated as often as needed.
 * - `roundUp`: the next tier up; past the last one, `each` for every started further length.
 */
export type Tiling =
  | { readonly rule: 'combine' }
  | { readonly rule: 'oneTier' }
  | { readonly rule: 'roundUp'; readonly each: PriceTier | null }

/**
 * What a day of rent is.
 * - `24h`: every started 24 hours; it belongs to the date it begins on.
 * - `calendar`: every date touched, but for a first day taken at or after `pickUpAfter`
 *   and a last day given back at or before `returnBefore` (minutes after local midnight; null: no cut-off).
 * - `openingHours`: as `calendar`, and dates the location is closed on cost nothing.
 */
export type DayRule =
  | { readonly kind: '24h' }
  | { readonly kind: 'calendar'; readonly cutOff: CutOff }
  | { readonly kind: 'openingHours'; readonly cutOff: CutOff }

export interface CutOff {
  readonly pickUpAfter: number | null
  readonly returnBefore: number | null
}

/** The most a late fee may come to, for each piece. `dayRent` counts the plan's plain day price, without factors. */
export type LateCap =
  | { readonly of: 'dayRent'; readonly days: number }
  | { readonly of: 'amount'; readonly amount: Fen }
  | { readonly of: 'replacementValue' }

/** Nothing within the grace; after it, every started hour since the planned return. */
export interface LateRule {
  readonly perStartedHour: Fen
  readonly countedFrom: 'plannedReturn'
  readonly cap: LateCap | null
}

/** What goes back when the goods come back early: nothing, or a share of what the shorter rental would have saved. */
export type EarlyReturnRule = { readonly rule: 'nothing' } | { readonly rule: 'reprice'; readonly shareBp: number }

/**
 * The price rules of a variant. Data with a version: an order keeps the plan it was confirmed with,
 * so a later change of the plan never moves an agreed price.
 */
export interface PricePlan {
  readonly id: string
  readonly version: number
  readonly tiers: readonly PriceTier[]
  readonly tiling: Tiling
  readonly day: DayRule
  readonly weekdayFactors: readonly WeekdayFactor[]
  readonly holidays: readonly Holiday[]
  /** A shorter rental is billed as this one; null: no minimum. */
  readonly minLength: RentalLength | null
  /** A longer rental is refused; null: no maximum. */
  readonly maxLength: RentalLength | null
  readonly graceMinutes: number
  readonly late: LateRule | null
  readonly earlyReturn: EarlyReturnRule
  /** For each piece. */
  readonly deposit: Fen
  /** Time blocked after the planned return, for drying and checking. */
  readonly bufferMinutes: number
}

/** The days a location is open on, as `openingHours` days need them. */
export interface OpeningDays {
  readonly weekdays: readonly Weekday[]
  readonly closedOn: readonly CalendarDate[]
}
