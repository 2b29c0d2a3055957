import type { FactContents, FulfilmentCommand, PaymentCommand, RentalCommand, ReturnCommand, UnitHandOver } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import { countsOfOrder } from './counts.ts'
import { follow } from './facet.ts'
import { fulfilmentTable, returnTable } from './fulfilment.ts'
import { dueOf, heldDeposit, refundableOf } from './money.ts'
import type { Order, OrderFact, OrderFactKind, RentedPiece } from './order.ts'
import { paymentTable } from './payment.ts'
import { rentalTable } from './rental.ts'

/** Folds one fact into the order (O2). @throws Error when the fact can't follow: a fault in the log, never a refusal. */
export function evolve(order: Order | null, fact: OrderFact): Order {
  if (fact.kind === 'order.placed') return placed(fact.content)
  if (!order) throw new Error(`impossible history: ${fact.kind} before order.placed`)
  return applied(order, fact)
}

/** The state of an order: all its facts, folded. */
export function replay(facts: readonly OrderFact[]): Order | null {
  return facts.reduce<Order | null>(evolve, null)
}

function placed(content: FactContents['order.placed']): Order {
  const { orderId, number, customerId, by, holdUntil, lines } = content
  const nothing = fen(0)
  return {
    orderId,
    number,
    customerId,
    by,
    holdUntil,
    lines,
    claimIds: [],
    sheet: null,
    confirmedVersion: null,
    settlement: null,
    payments: [],
    taken: nothing,
    refunded: nothing,
    takenFor: { rent: nothing, sale: nothing },
    deposit: { taken: nothing, kept: nothing, givenBack: nothing },
    facets: { payment: 'unpaid', fulfilment: 'held', return: 'nothingOut' },
    pieces: [],
    soldLineIds: [],
    overdueLineIds: [],
    ended: null,
  }
}

type Appliers = { readonly [K in Exclude<OrderFactKind, 'order.placed'>]: (order: Order, content: FactContents[K]) => Order }

const appliers: Appliers = {
  'claim.held': (order, { claims }) => ({ ...order, claimIds: [...order.claimIds, ...claims.map((claim) => claim.claimId)] }),
  'claim.released': (order, { claimIds }) => ({ ...order, claimIds: order.claimIds.filter((id) => !claimIds.includes(id)) }),
  // Tells people; nothing of the order has changed.
  'claim.endangered': (order) => order,
  'feeSheet.issued': (order, { sheet }) => {
    const next = { ...order, sheet }
    return order.sheet && dueOf(next) > 0 ? paying(next, 'raise') : next
  },
  'feeSheet.confirmed': (order, { version }) => ({ ...order, confirmedVersion: version }),
  'payment.requested': (order, { paymentId, provider, amount }) => {
    const payments = [...order.payments, { paymentId, provider, amount: fen(amount), state: 'requested' as const }]
    return paying({ ...order, payments }, 'request')
  },
  'payment.captured': captured,
  'sale.handedOver': (order, { orderLineIds }) => handingOver({ ...order, soldLineIds: [...order.soldLineIds, ...orderLineIds] }),
  'rental.checkedOut': (order, { units, undoUntil }) => {
    const life = follow(rentalTable, 'reserved', 'checkOut')
    const pieces = [...order.pieces, ...units.map((unit): RentedPiece => ({ ...named(unit), life, undoUntil }))]
    // What was proposed before more went out no longer speaks of all of it.
    const settlement = order.settlement?.confirmed ? order.settlement : null
    return returning(handingOver({ ...order, pieces, settlement }), 'checkOut')
  },
  'rental.checkOutUndone': (order, { unitIds }) => {
    for (const { life } of order.pieces.filter((piece) => unitIds.includes(piece.unitId))) follow(rentalTable, life, 'undoCheckOut')
    const next = { ...order, pieces: order.pieces.filter((piece) => !unitIds.includes(piece.unitId)) }
    const { out, handedOver } = countsOfOrder(next)
    return fulfilling(returning(next, out > 0 ? 'undoCheckOutPart' : 'undoCheckOutRest'), handedOver > 0 ? 'undoPart' : 'undoAll')
  },
  'rental.overdue': (order, { orderLineIds }) => ({ ...order, overdueLineIds: orderLineIds }),
  'rental.checkedIn': (order, { units, undoUntil }) => {
    const ids = units.map((unit) => unit.unitId)
    const next = living(order, ids, 'checkIn', undoUntil)
    return returning(next, countsOfOrder(next).out > 0 ? 'checkInPart' : 'checkInRest')
  },
  'rental.checkInUndone': (order, { unitIds }) => {
    const next = living(order, unitIds, 'undoCheckIn', 0)
    const { returned, inspected } = countsOfOrder(next)
    return returning(next, returned + inspected > 0 ? 'undoCheckInPart' : 'undoCheckInAll')
  },
  'rental.inspected': (order, { units }) =>
    living(
      order,
      units.map((unit) => unit.unitId),
      'inspect',
      0,
    ),
  'settlement.proposed': (order, { sheet, refund, kept }) => ({
    ...order,
    settlement: { sheet, refund: fen(refund), kept: fen(kept), confirmed: false },
  }),
  'settlement.confirmed': settled,
  'deposit.refunded': (order, { amount }) => {
    const givenBack = fen(order.deposit.givenBack + Math.min(amount, heldDeposit(order)))
    const next = { ...order, refunded: fen(order.refunded + amount), deposit: { ...order.deposit, givenBack } }
    return paying(next, refundableOf(next) > 0 ? 'refundPart' : 'refundRest')
  },
  'order.closed': (order) => {
    const closed = order.pieces.map((piece) => ({ ...piece, life: follow(rentalTable, piece.life, 'close') }))
    return { ...order, pieces: closed, ended: 'closed' }
  },
  'order.cancelled': (order) => fulfilling(paying({ ...order, ended: 'cancelled' }, 'cancel'), 'cancel'),
  'hold.expired': (order) => fulfilling(paying({ ...order, ended: 'expired' }, 'expire'), 'expire'),
}

function applied<K extends Exclude<OrderFactKind, 'order.placed'>>(order: Order, fact: { kind: K; content: FactContents[K] }): Order {
  return appliers[fact.kind](order, fact.content)
}

function captured(order: Order, content: FactContents['payment.captured']): Order {
  const { paymentId, provider, amount, rent, sale, deposit } = content
  const others = order.payments.filter((payment) => payment.paymentId !== paymentId)
  const next: Order = {
    ...order,
    payments: [...others, { paymentId, provider, amount: fen(amount), state: 'captured' }],
    taken: fen(order.taken + amount),
    takenFor: { rent: fen(order.takenFor.rent + rent), sale: fen(order.takenFor.sale + sale) },
    deposit: { ...order.deposit, taken: fen(order.deposit.taken + deposit) },
  }
  return paying(next, dueOf(next) > 0 ? 'capturePart' : 'captureRest')
}

function settled(order: Order): Order {
  if (!order.settlement) throw new Error('impossible history: settlement.confirmed before settlement.proposed')
  const { kept } = order.settlement
  const next: Order = {
    ...order,
    settlement: { ...order.settlement, confirmed: true },
    deposit: { ...order.deposit, kept: fen(order.deposit.kept + kept) },
  }
  if (refundableOf(next) > 0) return paying(next, 'settleBack')
  return paying(next, dueOf(next) > 0 ? 'settleDue' : 'settleEven')
}

function named({ orderLineId, unitId, unitCode }: UnitHandOver): Pick<RentedPiece, 'orderLineId' | 'unitId' | 'unitCode'> {
  return { orderLineId, unitId, unitCode }
}

function living(order: Order, unitIds: readonly string[], command: RentalCommand, undoUntil: number): Order {
  const pieces = order.pieces.map((piece) =>
    unitIds.includes(piece.unitId) ? { ...piece, life: follow(rentalTable, piece.life, command), undoUntil } : piece,
  )
  return { ...order, pieces }
}

function handingOver(order: Order): Order {
  const { quantity, handedOver } = countsOfOrder(order)
  return fulfilling(order, handedOver < quantity ? 'handOverPart' : 'handOverRest')
}

function paying(order: Order, command: PaymentCommand): Order {
  return { ...order, facets: { ...order.facets, payment: follow(paymentTable, order.facets.payment, command) } }
}

function fulfilling(order: Order, command: FulfilmentCommand): Order {
  return { ...order, facets: { ...order.facets, fulfilment: follow(fulfilmentTable, order.facets.fulfilment, command) } }
}

function returning(order: Order, command: ReturnCommand): Order {
  return { ...order, facets: { ...order.facets, return: follow(returnTable, order.facets.return, command) } }
}
