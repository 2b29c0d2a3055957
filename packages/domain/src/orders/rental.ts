import { refuse, type RentalCommand, type RentalState, type TransitionTable } from '@bobber/protocol'
import { floor, parties } from './facet.ts'

const notOut = refuse('notCheckedOut')
const alreadyOut = refuse('alreadyOut')
const notReturned = refuse('notReturned')
const alreadyReturned = refuse('alreadyReturned')
const notInspected = refuse('notInspected')
const alreadyInspected = refuse('alreadyInspected')
const over = refuse('orderOver')

/** The life of one rented piece, from the reserved quantity to the closed rental. */
export const rentalTable: TransitionTable<RentalState, RentalCommand> = {
  reserved: {
    checkOut: { to: 'checkedOut', roles: floor },
    undoCheckOut: notOut,
    checkIn: notOut,
    undoCheckIn: notOut,
    inspect: notOut,
    close: notOut,
  },
  checkedOut: {
    checkOut: alreadyOut,
    undoCheckOut: { to: 'reserved', roles: floor },
    checkIn: { to: 'returned', roles: floor },
    undoCheckIn: notReturned,
    inspect: notReturned,
    close: notReturned,
  },
  returned: {
    checkOut: alreadyReturned,
    undoCheckOut: alreadyReturned,
    checkIn: alreadyReturned,
    undoCheckIn: { to: 'checkedOut', roles: floor },
    inspect: { to: 'inspected', roles: floor },
    close: notInspected,
  },
  inspected: {
    checkOut: alreadyInspected,
    undoCheckOut: alreadyInspected,
    checkIn: alreadyInspected,
    undoCheckIn: alreadyInspected,
    inspect: alreadyInspected,
    close: { to: 'closed', roles: [...parties, 'warehouse', 'finance', 'system'] },
  },
  closed: { checkOut: over, undoCheckOut: over, checkIn: over, undoCheckIn: over, inspect: over, close: over },
}
