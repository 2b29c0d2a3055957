import {
  type FulfilmentCommand,
  type FulfilmentState,
  refuse,
  type ReturnCommand,
  type ReturnState,
  type TransitionTable,
} from '@bobber/protocol'
import { clock, floor, parties } from './facet.ts'

const notOut = refuse('notCheckedOut')
const alreadyOut = refuse('alreadyOut')
const stillOut = refuse('stillOut')
const notReturned = refuse('notReturned')
const alreadyReturned = refuse('alreadyReturned')
const over = refuse('orderOver')

/** How much of the order has reached the customer, sale and rental lines together. */
export const fulfilmentTable: TransitionTable<FulfilmentState, FulfilmentCommand> = {
  held: {
    handOverPart: { to: 'partlyOut', roles: floor },
    handOverRest: { to: 'out', roles: floor },
    undoPart: notOut,
    undoAll: notOut,
    cancel: { to: 'void', roles: parties },
    expire: { to: 'void', roles: clock },
  },
  partlyOut: {
    handOverPart: { to: 'partlyOut', roles: floor },
    handOverRest: { to: 'out', roles: floor },
    undoPart: { to: 'partlyOut', roles: floor },
    undoAll: { to: 'held', roles: floor },
    cancel: stillOut,
    expire: stillOut,
  },
  out: {
    handOverPart: alreadyOut,
    handOverRest: alreadyOut,
    undoPart: { to: 'partlyOut', roles: floor },
    undoAll: { to: 'held', roles: floor },
    cancel: stillOut,
    expire: stillOut,
  },
  void: { handOverPart: over, handOverRest: over, undoPart: over, undoAll: over, cancel: over, expire: over },
}

/** How much of what went out for rent has come back. */
export const returnTable: TransitionTable<ReturnState, ReturnCommand> = {
  nothingOut: {
    checkOut: { to: 'out', roles: floor },
    undoCheckOutPart: notOut,
    undoCheckOutRest: notOut,
    checkInPart: notOut,
    checkInRest: notOut,
    undoCheckInPart: notReturned,
    undoCheckInAll: notReturned,
  },
  out: {
    checkOut: { to: 'out', roles: floor },
    undoCheckOutPart: { to: 'out', roles: floor },
    undoCheckOutRest: { to: 'nothingOut', roles: floor },
    checkInPart: { to: 'partlyBack', roles: floor },
    checkInRest: { to: 'back', roles: floor },
    undoCheckInPart: notReturned,
    undoCheckInAll: notReturned,
  },
  partlyBack: {
    checkOut: { to: 'partlyBack', roles: floor },
    undoCheckOutPart: { to: 'partlyBack', roles: floor },
    undoCheckOutRest: { to: 'back', roles: floor },
    checkInPart: { to: 'partlyBack', roles: floor },
    checkInRest: { to: 'back', roles: floor },
    undoCheckInPart: { to: 'partlyBack', roles: floor },
    undoCheckInAll: { to: 'out', roles: floor },
  },
  back: {
    checkOut: { to: 'partlyBack', roles: floor },
    undoCheckOutPart: alreadyReturned,
    undoCheckOutRest: alreadyReturned,
    checkInPart: alreadyReturned,
    checkInRest: alreadyReturned,
    undoCheckInPart: { to: 'partlyBack', roles: floor },
    undoCheckInAll: { to: 'out', roles: floor },
  },
}
