import { refuse, type Refusal } from '@bobber/protocol'
import { fen, yuan } from '../money/fen.ts'
import {
  checkOutRefusal,
  confirmedOrNot,
  endRefusal,
  forgoRefusal,
  handOverRefusal,
  overOrNot,
  paymentRefusal,
  piecesRefusal,
  tooLate,
} from './checks.ts'
import type { Asked, OrderCommand, OrderCommandKind, OrderCommands } from './commands.ts'
import { countsOf, countsOfOrder, hasBegun } from './counts.ts'
import { earningsBy } from './earn.ts'
import { clock, desk, parties } from './facet.ts'
import { depositIn, dueOf, heldDeposit, inHand, refundableOf, spread } from './money.ts'
import type { Order, OrderFact } from './order.ts'
import { place } from './place.ts'

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
  'order.knowCustomer': (order, { customerId }, asked) => {
    if (!clock.includes(asked.actor)) return refuse('forbidden')
    if (order.customerId === customerId) return []
    return [{ kind: 'order.customerKnown', content: { orderId: order.orderId, customerId } }]
  },

  'feeSheet.confirm': (order, { version, byId, headHash }, asked) => {
    const refusal = overOrNot(order, parties, asked)
    if (refusal) return refusal
    if (order.sheet?.version !== version) return refuse('sheetOutdated', { version: order.sheet?.version ?? 0 })
    if (order.confirmedVersion === version) return []
    return [{ kind: 'feeSheet.confirmed', content: { orderId: order.orderId, version, byId, by: whereBy(asked), headHash } }]
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
    const refusal = handOverRefusal(order, asked)
    if (refusal) return refusal
    const gone = lines.find((line) => countsOf(order, line).left === 0)
    if (gone) return refuse(countsOf(order, gone).forgone > 0 ? 'forgone' : 'alreadyOut')
    const fact: OrderFact = { kind: 'sale.handedOver', content: { orderId: order.orderId, orderLineIds: [...orderLineIds], byId } }
    const allSale = order.lines.every((line) => line.kind === 'sale')
    return allSale && order.soldLineIds.length + lines.length === order.lines.length ? [fact, closed(order)] : [fact]
  },

  'line.forgo': (order, { orderLineIds, back, byId }, asked) => {
    const refusal = forgoRefusal(order, orderLineIds, asked)
    if (refusal) return refusal
    // What it was kept for her stays paid; before its time begins nothing was kept, and what is sold stays in the shop.
    const lines = order.lines
      .filter((line) => orderLineIds.includes(line.orderLineId))
      .map((line) => ({
        orderLineId: line.orderLineId,
        quantity: countsOf(order, line).left,
        back: back || line.kind === 'sale' || asked.now < (line.from ?? Infinity),
      }))
    return [{ kind: 'line.forgone', content: { orderId: order.orderId, lines, byId } }]
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

  'rental.markOverdue': (order, { lines }, asked) => {
    if (!clock.includes(asked.actor)) return refuse('forbidden')
    const late = lines.filter(({ orderLineId, dueAt }) => dueAt < asked.now && !order.overdueLineIds.includes(orderLineId))
    return late.length > 0 ? [{ kind: 'rental.overdue', content: { orderId: order.orderId, lines: late } }] : []
  },

  'rent.earn': (order, { until }, asked) => {
    if (!clock.includes(asked.actor)) return refuse('forbidden')
    // A settlement earns all the rest at once.
    if (order.ended || order.settlement?.confirmed || until <= (order.earned.until ?? 0)) return []
    return [{ kind: 'rent.earned', content: { orderId: order.orderId, until, lines: earningsBy(order, until) } }]
  },

  'claim.endanger': (order, { orderLineIds, by }, asked) => {
    if (!clock.includes(asked.actor)) return refuse('forbidden')
    const waiting = order.lines.filter((line) => orderLineIds.includes(line.orderLineId) && countsOf(order, line).left > 0)
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
    const { out, returned, left } = countsOfOrder(order)
    if (out > 0) return refuse('stillOut')
    if (returned > 0) return refuse('notInspected')
    if (left > 0) return refuse('notCollected')
    if (refundableOf(order) > 0) return refuse('overpaid')
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
    // Paid since it was proposed, when nothing was due: that goes back by itself, and the settlement is right again.
    if (settlement.sheet.totals.paid !== inHand(order)) return refuse('overpaid')
    const { charges } = settlement.sheet.totals
    const even = charges === inHand(order)
    const command = even ? 'settleEven' : charges < inHand(order) ? 'settleBack' : 'settleDue'
    const refusal = paymentRefusal(order, command, asked)
    if (refusal) return refusal
    const fact: OrderFact = {
      kind: 'settlement.confirmed',
      content: { orderId: order.orderId, version, byId, by: whereBy(asked), headHash },
    }
    return even ? [fact, closed(order)] : [fact]
  },

  'refund.make': (order, { refundId, paymentId, provider, amount }, asked) => {
    const left = refundableOf(order)
    if (amount <= 0 || amount > left) return refuse('refundTooMuch', { left: yuan(left) })
    const refusal = paymentRefusal(order, amount < left ? 'refundPart' : 'refundRest', asked)
    if (refusal) return refusal
    const content = { orderId: order.orderId, refundId, paymentId, amount, deposit: depositIn(order, amount), currency: 'CNY', provider }
    const fact: OrderFact = { kind: 'refund.made', content }
    return amount === left && !order.ended && order.settlement?.confirmed ? [fact, closed(order)] : [fact]
  },

  'order.cancel': (order, { reason, byId }, asked) => {
    const refusal = endRefusal(order, 'cancel', asked)
    if (refusal) return refusal
    if (asked.actor === 'customer' && hasBegun(order, asked.now)) return refuse('cancelTooLate')
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

/** Her own tap, or staff's, who say by it that she said yes before them (O4). */
function whereBy({ actor }: Asked): 'online' | 'counter' {
  return actor === 'customer' ? 'online' : 'counter'
}

function released({ orderId, claimIds }: Order, reason: 'cancelled' | 'expired'): OrderFact[] {
  return claimIds.length > 0 ? [{ kind: 'claim.released', content: { orderId, claimIds: [...claimIds], reason } }] : []
}

function closed({ orderId }: Order): OrderFact {
  return { kind: 'order.closed', content: { orderId } }
}
