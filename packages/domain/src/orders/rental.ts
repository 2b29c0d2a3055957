import { refuse, type RentalCommand, type RentalState, type TransitionTable } from '@bobber/protocol'
import { clock, floor, parties } from './facet.ts'

const notOut = refuse('notCheckedOut')
const alreadyOut = refuse('alreadyOut')
const stillOut = refuse('stillOut')
const notReturned = refuse('notReturned')
const alreadyReturned = refuse('alreadyReturned')
const notInspected = refuse('notInspected')
const alreadyInspected = refuse('alreadyInspected')
const over = refuse('orderOver')

const ended = {
  checkOut: over,
  undoCheckOut: over,
  checkIn: over,
  undoCheckIn: over,
  inspect: over,
  close: over,
  cancel: over,
  expire: over,
}

/** The life of one rented piece, from the reserved quantity to the closed rental. */
export const rentalTable: TransitionTable<RentalState, RentalCommand> = {
  reserved: {
    checkOut: { to: 'checkedOut', roles: floor },
    undoCheckOut: notOut,
    checkIn: notOut,
    undoCheckIn: notOut,
    inspect: notOut,
    close: notOut,
    cancel: { to: 'cancelled', roles: parties },
    expire: { to: 'expired', roles: clock },
  },
  checkedOut: {
    checkOut: alreadyOut,
    undoCheckOut: { to: 'reserved', roles: floor },
    checkIn: { to: 'returned', roles: floor },
    undoCheckIn: notReturned,
    inspect: notReturned,
    close: notReturned,
    cancel: stillOut,
    expire: stillOut,
  },
  returned: {
    checkOut: alreadyReturned,
    undoCheckOut: alreadyReturned,
    checkIn: alreadyReturned,
    undoCheckIn: { to: 'checkedOut', roles: floor },
    inspect: { to: 'inspected', roles: floor },
    close: notInspected,
    cancel: alreadyReturned,
    expire: alreadyReturned,
  },
  inspected: {
    checkOut: alreadyInspected,
    undoCheckOut: alreadyInspected,
    checkIn: alreadyInspected,
    undoCheckIn: alreadyInspected,
    inspect: alreadyInspected,
    close: { to: 'closed', roles: [...parties, 'warehouse', 'finance', 'system'] },
    cancel: alreadyInspected,
    expire: alreadyInspected,
  },
  closed: ended,
  cancelled: ended,
  expired: ended,
}
