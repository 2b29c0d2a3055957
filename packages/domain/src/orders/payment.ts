import { type PaymentCommand, type PaymentState, refuse, type TransitionTable } from '@bobber/protocol'
import { clock, parties, takers } from './facet.ts'

const notPaid = refuse('notPaid')
const alreadyPaid = refuse('alreadyPaid')
const alreadySettled = refuse('alreadySettled')
const over = refuse('orderOver')
const nothingLeft = refuse('refundTooMuch', { left: '0.00' })
const payers = [...parties, 'warehouse', 'finance'] as const

/**
 * Money that has come in is never refused, however late: a callback may arrive after the hold has expired (O6).
 * Nor is the way back of what was paid too much; how much that is, `refundableOf` says. Where nothing is due, confirming is paying:
 * `captureRest` of nothing.
 */
export const paymentTable: TransitionTable<PaymentState, PaymentCommand> = {
  unpaid: {
    request: { to: 'requested', roles: payers },
    capturePart: { to: 'partlyPaid', roles: takers },
    captureRest: { to: 'paid', roles: takers },
    settleEven: notPaid,
    settleBack: notPaid,
    settleDue: notPaid,
    refundPart: nothingLeft,
    refundRest: nothingLeft,
    cancel: { to: 'void', roles: parties },
    expire: { to: 'void', roles: clock },
  },
  requested: {
    request: { to: 'requested', roles: payers },
    capturePart: { to: 'partlyPaid', roles: takers },
    captureRest: { to: 'paid', roles: takers },
    settleEven: notPaid,
    settleBack: notPaid,
    settleDue: notPaid,
    refundPart: nothingLeft,
    refundRest: nothingLeft,
    cancel: { to: 'void', roles: parties },
    expire: { to: 'void', roles: clock },
  },
  partlyPaid: {
    request: { to: 'partlyPaid', roles: payers },
    capturePart: { to: 'partlyPaid', roles: takers },
    captureRest: { to: 'paid', roles: takers },
    settleEven: notPaid,
    settleBack: notPaid,
    settleDue: notPaid,
    refundPart: nothingLeft,
    refundRest: nothingLeft,
    cancel: { to: 'refundDue', roles: parties },
    expire: { to: 'refundDue', roles: clock },
  },
  paid: {
    request: alreadyPaid,
    capturePart: { to: 'paid', roles: takers },
    captureRest: { to: 'paid', roles: takers },
    settleEven: { to: 'settled', roles: parties },
    settleBack: { to: 'refundDue', roles: parties },
    settleDue: { to: 'balanceDue', roles: parties },
    refundPart: { to: 'paid', roles: takers },
    refundRest: { to: 'paid', roles: takers },
    cancel: { to: 'refundDue', roles: parties },
    expire: alreadyPaid,
  },
  balanceDue: {
    request: { to: 'balanceDue', roles: payers },
    capturePart: { to: 'balanceDue', roles: takers },
    captureRest: { to: 'settled', roles: takers },
    settleEven: alreadySettled,
    settleBack: alreadySettled,
    settleDue: alreadySettled,
    refundPart: nothingLeft,
    refundRest: nothingLeft,
    cancel: alreadySettled,
    expire: alreadySettled,
  },
  refundDue: {
    request: alreadyPaid,
    capturePart: { to: 'refundDue', roles: takers },
    captureRest: { to: 'refundDue', roles: takers },
    settleEven: alreadySettled,
    settleBack: alreadySettled,
    settleDue: alreadySettled,
    refundPart: { to: 'refundDue', roles: takers },
    refundRest: { to: 'settled', roles: takers },
    cancel: over,
    expire: over,
  },
  settled: {
    request: over,
    capturePart: { to: 'refundDue', roles: takers },
    captureRest: { to: 'refundDue', roles: takers },
    settleEven: alreadySettled,
    settleBack: alreadySettled,
    settleDue: alreadySettled,
    refundPart: { to: 'settled', roles: takers },
    refundRest: { to: 'settled', roles: takers },
    cancel: over,
    expire: over,
  },
  void: {
    request: over,
    capturePart: { to: 'refundDue', roles: takers },
    captureRest: { to: 'refundDue', roles: takers },
    settleEven: over,
    settleBack: over,
    settleDue: over,
    refundPart: nothingLeft,
    refundRest: nothingLeft,
    cancel: over,
    expire: over,
  },
}
