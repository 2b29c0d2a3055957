import type { Refusal } from './refusals.ts'
import type { Role } from './roles.ts'

/** Who does something to an order: a person's role, or the system itself (a provider's callback, the clock). */
export type Actor = Role | 'system'

/** One cell of a facet: where a command leads and who may give it, or why it can't be given. */
export type Cell<State extends string> = { readonly to: State; readonly roles: readonly Actor[] } | Refusal

/** A facet is total: every state answers every command, and the compiler proves it. */
export type TransitionTable<State extends string, Command extends string> = Readonly<Record<State, Readonly<Record<Command, Cell<State>>>>>

/** `void` never had money and is over; `balanceDue` is what a settlement still asks for. */
export type PaymentState = 'unpaid' | 'requested' | 'partlyPaid' | 'paid' | 'balanceDue' | 'refundDue' | 'settled' | 'void'
export type PaymentCommand =
  | 'request'
  | 'capturePart'
  | 'captureRest'
  | 'settleEven'
  | 'settleBack'
  | 'settleDue'
  | 'refundPart'
  | 'refundRest'
  | 'cancel'
  | 'expire'

/** `out`: all that goes out has gone; `void`: nothing ever will. */
export type FulfilmentState = 'held' | 'partlyOut' | 'out' | 'void'
/** `forgoRest` gives up the last that wasn't collected where something was, `forgoAll` where nothing was. */
export type FulfilmentCommand =
  | 'handOverPart'
  | 'handOverRest'
  | 'undoPart'
  | 'undoAll'
  | 'forgoPart'
  | 'forgoRest'
  | 'forgoAll'
  | 'cancel'
  | 'expire'

export type ReturnState = 'nothingOut' | 'out' | 'partlyBack' | 'back'
/** `undoCheckOutRest` undoes the check-out of the last pieces that were still out. */
export type ReturnCommand =
  | 'checkOut'
  | 'undoCheckOutPart'
  | 'undoCheckOutRest'
  | 'checkInPart'
  | 'checkInRest'
  | 'undoCheckInPart'
  | 'undoCheckInAll'

/** The life of one rented piece. Late is no state: it follows from the clock. */
export type RentalState = 'reserved' | 'checkedOut' | 'returned' | 'inspected' | 'closed'
export type RentalCommand = 'checkOut' | 'undoCheckOut' | 'checkIn' | 'undoCheckIn' | 'inspect' | 'close'
