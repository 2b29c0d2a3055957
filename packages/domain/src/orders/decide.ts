import { type Actor, isRefusal, refuse, type PaymentCommand, type Refusal, type RentalCommand } from '@bobber/protocol'
import { fen, yuan } from '../money/fen.ts'
import type { Asked, OrderCommand, OrderCommandKind, OrderCommands } from './commands.ts'
import { countsOf, countsOfOrder, dueAtOf } from './counts.ts'
import { clock, desk, parties, step } from './facet.ts'
import { fulfilmentTable } from './fulfilment.ts'
import { dueOf, heldDeposit, inHand, refundableOf, spread } from './money.ts'
import type { Order, OrderFact } from './order.ts'
import { paymentTable } from './payment.ts'
import { place } from './place.ts'
import { rentalTable } from './rental.ts'

type Decision = OrderFact[] | Refusal
type Decider<K extends OrderCommandKind> = (order: Order, content: OrderCommands[K], asked: Asked) => Decision
type Deciders = { readonly [K in Exclude<OrderCommandKind, 'order.place'>]: Decider<K> }

/**
 * The facts a command makes of an order, or a refusal (O1). Empty: it had happened already.
 * A command that two facets speak of is refused by the first that refuses it.
 */
export function decide(order: Order | null, command: OrderCommand, asked: Asked): Decision {
  if (command.kind === 'order.place') return place(order, command.content, asked)
  if (!order) return refuse('notFound')
  return decided(order, command, asked)
}

function decided<K extends Exclude<OrderCommandKind, 'order.place'>>(
  order: Order,
  command: { kind: K; content: OrderCommands[K] },
  asked: Asked,
): Decision {
  return deciders[command.kind](order, command.content, asked)
}

const deciders: Deciders = {
  'feeSheet.issue': (order, { sheet }, asked) => {
    const refusal = overOrNot(order, desk, asked) ?? paymentRefusal(order, 'raise', asked)
    if (refusal) return refusal
    return [{ kind: 'feeSheet.issued', content: { orderId: order.orderId, sheet } }]
  },

  'feeSheet.confirm': (order, { version, byId, headHash }, asked) => {
    const refusal = overOrNot(order, parties, asked)
    if (refusal) return refusal
    if (order.sheet?.version !== version) return refuse('sheetOutdated', { version: order.sheet?.version ?? 0 })
    if (order.confirmedVersion === version) return []
    return [{ kind: 'feeSheet.confirmed', content: { orderId: order.orderId, version, byId, headHash } }]
  },

  'payment.request': (order, { paymentId, provider, link }, asked) => {
    if (order.payments.some((payment) => payment.paymentId === paymentId)) return []
    const refusal = paymentRefusal(order, 'request', asked) ?? confirmedOrNot(order)
    if (refusal) return refusal
    const content = { orderId: order.orderId, paymentId, amount: dueOf(order), currency: 'CNY', provider }
    return [{ kind: 'payment.requested', content: link === undefined ? content : { ...content, link } }]
  },

  'payment.capture': (order, { paymentId, provider, amount }, asked) => {
    if (order.payments.some((payment) => payment.paymentId === paymentId && payment.state === 'captured')) return []
    const refusal = paymentRefusal(order, amount < dueOf(order) ? 'capturePart' : 'captureRest', asked)
    if (refusal) return refusal
    // Staff type an amount and can be wrong; a provider's callback tells of money that has moved already.
    if (asked.actor !== 'system') {
      if (order.ended) return refuse('orderOver')
      const unconfirmed = confirmedOrNot(order)
      if (unconfirmed) return unconfirmed
      if (dueOf(order) === 0) return refuse('alreadyPaid')
      if (amount !== dueOf(order)) return refuse('amountMismatch', { amount: yuan(dueOf(order)) })
    }
    const content = { orderId: order.orderId, paymentId, amount, currency: 'CNY', provider, ...spread(order, amount) }
    const captured: OrderFact = { kind: 'payment.captured', content }
    const closes = order.facets.payment === 'balanceDue' && amount >= dueOf(order)
    return closes ? [captured, closed(order)] : [captured]
  },

  'sale.handOver': (order, { orderLineIds, byId }, asked) => {
    const lines = order.lines.filter((line) => line.kind === 'sale' && orderLineIds.includes(line.orderLineId))
    if (lines.length !== orderLineIds.length || lines.length === 0) return refuse('notFound')
    if (lines.some((line) => order.soldLineIds.includes(line.orderLineId))) return refuse('alreadyOut')
    const refusal = handOverRefusal(order, asked)
    if (refusal) return refusal
    const fact: OrderFact = { kind: 'sale.handedOver', content: { orderId: order.orderId, orderLineIds: [...orderLineIds], byId } }
    const allSale = order.lines.every((line) => line.kind === 'sale')
    return allSale && order.soldLineIds.length + lines.length === order.lines.length ? [fact, closed(order)] : [fact]
  },

  'rental.checkOut': (order, { units, undoUntil }, asked) => {
    const refusal = handOverRefusal(order, asked) ?? checkOutRefusal(order, units)
    if (refusal) return refusal
    const ids = units.map((unit) => unit.orderLineId)
    const dues = order.lines.flatMap((line) => (ids.includes(line.orderLineId) && line.until !== undefined ? [line.until] : []))
    const content = { orderId: order.orderId, units: [...units], dueAt: Math.min(...dues), undoUntil }
    return [{ kind: 'rental.checkedOut', content }]
  },

  'rental.undoCheckOut': (order, { unitIds, byId }, asked) => {
    const refusal = piecesRefusal(order, unitIds, 'undoCheckOut', asked) ?? tooLate(order, unitIds, asked)
    if (refusal) return refusal
    return [{ kind: 'rental.checkOutUndone', content: { orderId: order.orderId, unitIds: [...unitIds], byId } }]
  },

  'rental.checkIn': (order, { units, undoUntil }, asked) => {
    const unitIds = units.map((unit) => unit.unitId)
    const refusal = piecesRefusal(order, unitIds, 'checkIn', asked)
    if (refusal) return refusal
    const content = { orderId: order.orderId, units: [...units], returnedAt: asked.now, undoUntil }
    return [{ kind: 'rental.checkedIn', content }]
  },

  'rental.undoCheckIn': (order, { unitIds, byId }, asked) => {
    const refusal = piecesRefusal(order, unitIds, 'undoCheckIn', asked) ?? tooLate(order, unitIds, asked)
    if (refusal) return refusal
    return [{ kind: 'rental.checkInUndone', content: { orderId: order.orderId, unitIds: [...unitIds], byId } }]
  },

  'rental.markOverdue': (order, { graceMinutes, perStartedHour, cap }, asked) => {
    if (!clock.includes(asked.actor)) return refuse('forbidden')
    const late = order.lines.filter((line) => countsOf(order, line).out > 0 && (line.until ?? Infinity) < asked.now)
    const orderLineIds = late.map((line) => line.orderLineId)
    if (orderLineIds.every((id) => order.overdueLineIds.includes(id))) return []
    const dueAt = dueAtOf(order) ?? asked.now
    return [{ kind: 'rental.overdue', content: { orderId: order.orderId, orderLineIds, dueAt, graceMinutes, perStartedHour, cap } }]
  },

  'claim.endanger': (order, { orderLineIds, by }, asked) => {
    if (!clock.includes(asked.actor)) return refuse('forbidden')
    const waiting = order.lines.filter(
      (line) => orderLineIds.includes(line.orderLineId) && countsOf(order, line).handedOver < line.quantity,
    )
    if (order.ended || waiting.length === 0) return []
    const content = { orderId: order.orderId, orderLineIds: waiting.map((line) => line.orderLineId), by }
    return [{ kind: 'claim.endangered', content }]
  },

  'rental.inspect': (order, { units }, asked) => {
    const refusal = piecesRefusal(
      order,
      units.map((unit) => unit.unitId),
      'inspect',
      asked,
    )
    if (refusal) return refusal
    return [{ kind: 'rental.inspected', content: { orderId: order.orderId, units } }]
  },

  'settlement.propose': (order, { sheet }, asked) => {
    const refusal = overOrNot(order, [...desk, 'warehouse', 'system'], asked)
    if (refusal) return refusal
    if (order.settlement?.confirmed) return refuse('alreadySettled')
    const { out, returned, inspected } = countsOfOrder(order)
    if (out > 0) return refuse('stillOut')
    if (returned > 0) return refuse('notInspected')
    if (inspected === 0) return refuse('notCheckedOut')
    // Priced before a payment that has come in since: price it again.
    if (sheet.totals.paid !== inHand(order)) return refuse('conflict')
    const { refund } = sheet.totals
    const held = heldDeposit(order)
    const kept = fen(held - Math.min(held, refund))
    return [{ kind: 'settlement.proposed', content: { orderId: order.orderId, sheet, refund, kept } }]
  },

  'settlement.confirm': (order, { version, byId, headHash }, asked) => {
    const { settlement } = order
    if (!settlement) return refuse('notProposed')
    if (settlement.confirmed && settlement.sheet.version === version) return []
    if (settlement.sheet.version !== version) return refuse('sheetOutdated', { version: settlement.sheet.version })
    // Money that has come in since it was priced belongs on it: it has to be proposed anew.
    if (settlement.sheet.totals.paid !== inHand(order)) return refuse('conflict')
    const { charges } = settlement.sheet.totals
    const even = charges === inHand(order)
    const command = even ? 'settleEven' : charges < inHand(order) ? 'settleBack' : 'settleDue'
    const refusal = paymentRefusal(order, command, asked)
    if (refusal) return refusal
    const fact: OrderFact = { kind: 'settlement.confirmed', content: { orderId: order.orderId, version, byId, headHash } }
    return even ? [fact, closed(order)] : [fact]
  },

  'deposit.refund': (order, { paymentId, provider, amount }, asked) => {
    const left = refundableOf(order)
    if (amount <= 0 || amount > left) return refuse('refundTooMuch', { left: yuan(left) })
    const refusal = paymentRefusal(order, amount < left ? 'refundPart' : 'refundRest', asked)
    if (refusal) return refusal
    const content = { orderId: order.orderId, paymentId, amount, currency: 'CNY', provider }
    const fact: OrderFact = { kind: 'deposit.refunded', content }
    return amount === left && !order.ended ? [fact, closed(order)] : [fact]
  },

  'order.cancel': (order, { reason, byId }, asked) => {
    const refusal = endRefusal(order, 'cancel', asked)
    if (refusal) return refusal
    return [{ kind: 'order.cancelled', content: { orderId: order.orderId, reason, byId } }, ...released(order, 'cancelled')]
  },

  'hold.expire': (order, { holdUntil }, asked) => {
    const refusal = endRefusal(order, 'expire', asked)
    if (refusal) return refusal
    // A timer set for an earlier limit, or one that fires early, expires nothing.
    if (holdUntil !== order.holdUntil || asked.now < order.holdUntil) return refuse('conflict')
    return [{ kind: 'hold.expired', content: { orderId: order.orderId } }, ...released(order, 'expired')]
  },
}

function overOrNot(order: Order, roles: readonly Actor[], { actor }: Asked): Refusal | null {
  if (order.ended) return refuse('orderOver')
  return roles.includes(actor) ? null : refuse('forbidden')
}

function confirmedOrNot(order: Order): Refusal | null {
  return order.sheet && order.confirmedVersion === order.sheet.version ? null : refuse('notConfirmed')
}

function paymentRefusal(order: Order, command: PaymentCommand, { actor }: Asked): Refusal | null {
  const next = step(paymentTable, order.facets.payment, command, actor)
  return isRefusal(next) ? next : null
}

function endRefusal(order: Order, command: 'cancel' | 'expire', { actor }: Asked): Refusal | null {
  if (order.ended) return refuse('orderOver')
  const next = step(fulfilmentTable, order.facets.fulfilment, command, actor)
  return isRefusal(next) ? next : paymentRefusal(order, command, { actor, now: 0 })
}

/** Nothing leaves the shop unconfirmed or unpaid (O5). */
function handOverRefusal(order: Order, { actor }: Asked): Refusal | null {
  const next = step(fulfilmentTable, order.facets.fulfilment, 'handOverPart', actor)
  if (isRefusal(next)) return next
  if (order.ended) return refuse('orderOver')
  return confirmedOrNot(order) ?? (order.facets.payment === 'paid' ? null : refuse('notPaid'))
}

function checkOutRefusal(order: Order, units: OrderCommands['rental.checkOut']['units']): Refusal | null {
  if (units.length === 0) return refuse('notFound')
  const seen = new Set(order.pieces.map((piece) => piece.unitId))
  for (const { unitId, unitCode } of units) {
    if (seen.has(unitId)) return refuse('unitBusy', { code: unitCode })
    seen.add(unitId)
  }
  for (const orderLineId of new Set(units.map((unit) => unit.orderLineId))) {
    const line = order.lines.find((known) => known.orderLineId === orderLineId && known.kind === 'rental')
    if (!line) return refuse('notFound')
    const asked = units.filter((unit) => unit.orderLineId === orderLineId).length
    if (asked > line.quantity - countsOf(order, line).handedOver) return refuse('alreadyOut')
  }
  return null
}

/** All or none: one piece that can't refuses the whole command. */
function piecesRefusal(order: Order, unitIds: readonly string[], command: RentalCommand, { actor }: Asked): Refusal | null {
  if (unitIds.length === 0 || new Set(unitIds).size !== unitIds.length) return refuse('notFound')
  for (const unitId of unitIds) {
    const piece = order.pieces.find((known) => known.unitId === unitId)
    if (!piece) return refuse('notFound')
    const next = step(rentalTable, piece.life, command, actor)
    if (isRefusal(next)) return next
  }
  return null
}

function tooLate(order: Order, unitIds: readonly string[], { now }: Asked): Refusal | null {
  const late = order.pieces.some((piece) => unitIds.includes(piece.unitId) && now > piece.undoUntil)
  return late ? refuse('undoTooLate') : null
}

function released({ orderId, claimIds }: Order, reason: 'cancelled' | 'expired'): OrderFact[] {
  return claimIds.length > 0 ? [{ kind: 'claim.released', content: { orderId, claimIds: [...claimIds], reason } }] : []
}

function closed({ orderId }: Order): OrderFact {
  return { kind: 'order.closed', content: { orderId } }
}
