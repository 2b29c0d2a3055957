/** The rules of Bobber as pure functions: no clock, no randomness, no input or output. */
export { availabilityCalendar, type CalendarAsked, type CalendarDay as AvailabilityDay } from './availability/calendar.ts'
export { freeFrom, type Wanted } from './availability/free-from.ts'
export { type Claim, claimsOfOthers, freeQuantity, peak } from './availability/peak.ts'
export { DAY, dateOf, dayOfDate, HOUR, instantOf, MINUTE, type WallTime, wallTimeAt, weekdayOf } from './calendar/zone.ts'
export { currenciesIn } from './money/currency.ts'
export { atFactor, fen, shortYuan, sumOf, timesQuantity, yuan } from './money/fen.ts'
export { type ParsedMoney, parseMoney } from './money/parse.ts'
export { cleaningLine, damageLine, discountLine, earlyReturnLine, type Extra, saleLine } from './price/adjust.ts'
export { feeSheet, type SheetBasis, totalsOf } from './price/fee-sheet.ts'
export { lateCapOf, lateFrom, type Lateness, lateLine } from './price/late.ts'
export { blockedSpan, dayPriceOf, msOf, plainDayRent } from './price/plan.ts'
export { lengthText, reasonText } from './price/reason.ts'
export { priceRental, type RentalAsked, rentLines } from './price/rent.ts'
export type { Asked, LineStock, OrderCommand, OrderCommandKind, OrderCommands } from './orders/commands.ts'
export { countsOf, countsOfOrder, dueAtOf, type LineCounts } from './orders/counts.ts'
export { decide } from './orders/decide.ts'
export { evolve, replay } from './orders/evolve.ts'
export { follow, step } from './orders/facet.ts'
export { fulfilmentTable, returnTable } from './orders/fulfilment.ts'
export {
  type Account,
  type Balances,
  earnedRent,
  earningPostings,
  isSquare,
  ledgerOf,
  type Posting,
  postingsOf,
  withPostings,
} from './orders/ledger.ts'
export { dueOf, heldDeposit, inHand, refundableOf } from './orders/money.ts'
export {
  type DepositAccount,
  initial,
  type Order,
  type OrderFact,
  type OrderFactKind,
  type OrderPayment,
  type RentedPiece,
} from './orders/order.ts'
export { paymentTable } from './orders/payment.ts'
export { rentalTable } from './orders/rental.ts'
export { type NextCommand, nextCommands, stageOf } from './orders/stage.ts'
export { parseQuery, type Query } from './search/query.ts'
export { search, type Searchable } from './search/search.ts'
export { specLabels } from './specs/labels.ts'
export { type Described, figuresIn, readSpecs } from './specs/read.ts'
export { figureText } from './specs/text.ts'
