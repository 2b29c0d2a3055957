import type { FactContents, FulfilmentCommand, PaymentCommand, RentalCommand, ReturnCommand, UnitHandOver } from '@bobber/protocol'
import { fen } from '../money/fen.ts'
import { countsOfOrder } from './counts.ts'
import { follow } from './facet.ts'
import { fulfilmentTable, returnTable } from './fulfilment.ts'
import { dueOf, refundableOf } from './money.ts'
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
    forgone: [],
    overdueLineIds: [],
    earned: { until: null, lines: {} },
    ended: null,
  }
}

type Appliers = { readonly [K in Exclude<OrderFactKind, 'order.placed'>]: (order: Order, content: FactContents[K]) => Order }

const appliers: Appliers = {
  'order.customerKnown': (order, { customerId }) => ({ ...order, customerId }),
  'claim.held': (order, { claims }) => ({ ...order, claimIds: [...order.claimIds, ...claims.map((claim) => claim.claimId)] }),
  'claim.released': (order, { claimIds }) => ({ ...order, claimIds: order.claimIds.filter((id) => !claimIds.includes(id)) }),
  // Tells people; nothing of the order has changed.
  'claim.endangered': (order) => order,
  'feeSheet.issued': (order, { sheet }) => ({ ...order, sheet }),
  'feeSheet.confirmed': (order, { version }) => {
    const next = { ...order, confirmedVersion: version }
    return order.facets.payment === 'unpaid' && dueOf(next) === 0 ? paying(next, 'captureRest') : next
  },
  'payment.requested': (order, { paymentId, provider, amount }) => {
    const payments = [...order.payments, { paymentId, provider, amount: fen(amount), state: 'requested' as const }]
    return paying({ ...order, payments }, 'request')
  },
  'payment.captured': captured,
  'sale.handedOver': (order, { orderLineIds }) => handingOver({ ...order, soldLineIds: [...order.soldLineIds, ...orderLineIds] }),
  'rental.checkedOut': (order, { units, undoUntil }) => {
    const life = follow(rentalTable, 'reserved', 'checkOut')
    const fresh = { life, undoUntil, returnedAt: null, damage: fen(0), cleaning: fen(0) }
    const pieces = [...order.pieces, ...units.map((unit): RentedPiece => ({ ...named(unit), ...fresh }))]
    return returning(handingOver({ ...order, pieces }), 'checkOut')
  },
  'line.forgone': (order, { lines }) => {
    const next = { ...order, forgone: [...order.forgone, ...lines] }
    const { left, handedOver } = countsOfOrder(next)
    if (left > 0) return fulfilling(next, 'forgoPart')
    return fulfilling(next, handedOver > 0 ? 'forgoRest' : 'forgoAll')
  },
  'rental.checkOutUndone': (order, { unitIds }) => {
    for (const { life } of order.pieces.filter((piece) => unitIds.includes(piece.unitId))) follow(rentalTable, life, 'undoCheckOut')
    const next = { ...order, pieces: order.pieces.filter((piece) => !unitIds.includes(piece.unitId)) }
    const { out, handedOver } = countsOfOrder(next)
    return fulfilling(returning(next, out > 0 ? 'undoCheckOutPart' : 'undoCheckOutRest'), handedOver > 0 ? 'undoPart' : 'undoAll')
  },
  'rental.overdue': (order, { lines }) => ({
    ...order,
    overdueLineIds: [...order.overdueLineIds, ...lines.map(({ orderLineId }) => orderLineId)],
  }),
  'rent.earned': (order, { until, lines }) => {
    const earned = { ...order.earned.lines }
    for (const { orderLineId, amount } of lines) earned[orderLineId] = fen((earned[orderLineId] ?? 0) + amount)
    return { ...order, earned: { until, lines: earned } }
  },
  'rental.checkedIn': (order, { units, undoUntil, returnedAt }) => {
    const ids = units.map((unit) => unit.unitId)
    const next = living(order, ids, 'checkIn', () => ({ undoUntil, returnedAt }))
    return returning(next, countsOfOrder(next).out > 0 ? 'checkInPart' : 'checkInRest')
  },
  'rental.checkInUndone': (order, { unitIds }) => {
    const next = living(order, unitIds, 'undoCheckIn', () => ({ undoUntil: 0, returnedAt: null }))
    const { returned, inspected } = countsOfOrder(next)
    return returning(next, returned + inspected > 0 ? 'undoCheckInPart' : 'undoCheckInAll')
  },
  'rental.inspected': (order, { units }) =>
    living(
      order,
      units.map((unit) => unit.unitId),
      'inspect',
      ({ unitId }) => {
        const { damage = 0, cleaning = 0 } = units.find((unit) => unit.unitId === unitId) ?? {}
        return { undoUntil: 0, damage: fen(damage), cleaning: fen(cleaning) }
      },
    ),
  'settlement.proposed': (order, { sheet, refund, kept }) => ({
    ...order,
    settlement: { sheet, refund: fen(refund), kept: fen(kept), confirmed: false },
  }),
  'settlement.confirmed': settled,
  'refund.made': (order, { amount, deposit }) => {
    const givenBack = fen(order.deposit.givenBack + deposit)
    const next = { ...order, refunded: fen(order.refunded + amount), deposit: { ...order.deposit, givenBack } }
    return paying(next, refundableOf(next) > 0 ? 'refundPart' : 'refundRest')
  },
  'order.closed': (order) => {
    const closed = order.pieces.map((piece) => ({ ...piece, life: follow(rentalTable, piece.life, 'close') }))
    return { ...order, pieces: closed, ended: 'closed' }
  },
  'order.cancelled': (order) => fulfilling(paying(unasked({ ...order, ended: 'cancelled' }), 'cancel'), 'cancel'),
  'hold.expired': (order) => fulfilling(paying(unasked({ ...order, ended: 'expired' }), 'expire'), 'expire'),
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
  return dueOf(next) > 0 ? paying(next, 'capturePart') : paying(unasked(next), 'captureRest')
}

/** Nothing is due any more: what was asked for and not paid is void. Who pays it all the same gets it back (O6). */
function unasked(order: Order): Order {
  return { ...order, payments: order.payments.map((payment) => (payment.state === 'requested' ? { ...payment, state: 'void' } : payment)) }
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

function living(
  order: Order,
  unitIds: readonly string[],
  command: RentalCommand,
  change: (piece: RentedPiece) => Partial<RentedPiece>,
): Order {
  const pieces = order.pieces.map((piece) =>
    unitIds.includes(piece.unitId) ? { ...piece, ...change(piece), life: follow(rentalTable, piece.life, command) } : piece,
  )
  return { ...order, pieces }
}

function handingOver(order: Order): Order {
  return fulfilling(order, countsOfOrder(order).left > 0 ? 'handOverPart' : 'handOverRest')
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
