import {
  type FulfilmentCommand,
  type FulfilmentState,
  refuse,
  type ReturnCommand,
  type ReturnState,
  type TransitionTable,
} from '@bobber/protocol'
import { clock, desk, floor, parties } from './facet.ts'

const notOut = refuse('notCheckedOut')
const alreadyOut = refuse('alreadyOut')
const handedOver = refuse('handedOver')
const forgone = refuse('forgone')
const notReturned = refuse('notReturned')
const alreadyReturned = refuse('alreadyReturned')
/** Staff, or the clock at the end of the span. */
const forgoers = [...desk, ...clock]

/** How much of the order has reached the customer, sale and rental lines together. */
export const fulfilmentTable: TransitionTable<FulfilmentState, FulfilmentCommand> = {
  held: {
    handOverPart: { to: 'partlyOut', roles: floor },
    handOverRest: { to: 'out', roles: floor },
    undoPart: notOut,
    undoAll: notOut,
    forgoPart: { to: 'held', roles: forgoers },
    forgoRest: notOut,
    forgoAll: { to: 'void', roles: forgoers },
    cancel: { to: 'void', roles: parties },
    expire: { to: 'void', roles: clock },
  },
  partlyOut: {
    handOverPart: { to: 'partlyOut', roles: floor },
    handOverRest: { to: 'out', roles: floor },
    undoPart: { to: 'partlyOut', roles: floor },
    undoAll: { to: 'held', roles: floor },
    forgoPart: { to: 'partlyOut', roles: forgoers },
    forgoRest: { to: 'out', roles: forgoers },
    forgoAll: handedOver,
    cancel: handedOver,
    expire: handedOver,
  },
  out: {
    handOverPart: alreadyOut,
    handOverRest: alreadyOut,
    undoPart: { to: 'partlyOut', roles: floor },
    undoAll: { to: 'held', roles: floor },
    forgoPart: alreadyOut,
    forgoRest: alreadyOut,
    forgoAll: alreadyOut,
    cancel: handedOver,
    expire: handedOver,
  },
  void: {
    handOverPart: forgone,
    handOverRest: forgone,
    undoPart: forgone,
    undoAll: forgone,
    forgoPart: forgone,
    forgoRest: forgone,
    forgoAll: forgone,
    cancel: forgone,
    expire: forgone,
  },
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
