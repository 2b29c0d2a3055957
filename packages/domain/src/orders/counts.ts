import type { OrderLineFact, RentalState } from '@bobber/protocol'
import { refundableOf } from './money.ts'
import type { Order } from './order.ts'

const lives: readonly RentalState[] = ['checkedOut', 'returned', 'inspected', 'closed']

export interface LineCounts {
  readonly quantity: number
  /** handed over and not taken back by an undo, whatever came after */
  readonly handedOver: number
  /** not collected any more */
  readonly forgone: number
  /** still to be handed over */
  readonly left: number
  readonly out: number
  readonly returned: number
  readonly inspected: number
}

/** The counters of one line; all its order's summary statuses follow from these. */
export function countsOf(order: Order, line: OrderLineFact): LineCounts {
  const { quantity, orderLineId } = line
  const given = order.forgone.filter((rest) => rest.orderLineId === orderLineId)
  const forgone = given.reduce((sum, rest) => sum + rest.quantity, 0)
  if (line.kind === 'sale') {
    const handedOver = order.soldLineIds.includes(orderLineId) ? quantity : 0
    return { quantity, handedOver, forgone, left: quantity - handedOver - forgone, out: 0, returned: 0, inspected: 0 }
  }
  const pieces = order.pieces.filter((piece) => piece.orderLineId === orderLineId)
  const count = (...states: RentalState[]): number => pieces.filter((piece) => states.includes(piece.life)).length
  const handedOver = count(...lives)
  return {
    quantity,
    handedOver,
    forgone,
    left: quantity - handedOver - forgone,
    out: count('checkedOut'),
    returned: count('returned'),
    inspected: count('inspected', 'closed'),
  }
}

/** The same summed over all lines. */
export function countsOfOrder(order: Order): LineCounts {
  const sum = { quantity: 0, handedOver: 0, forgone: 0, left: 0, out: 0, returned: 0, inspected: 0 }
  for (const line of order.lines) {
    const counts = countsOf(order, line)
    sum.quantity += counts.quantity
    sum.handedOver += counts.handedOver
    sum.forgone += counts.forgone
    sum.left += counts.left
    sum.out += counts.out
    sum.returned += counts.returned
    sum.inspected += counts.inspected
  }
  return sum
}

/** When the first piece that is out is due back (epoch ms); null when none is out. */
export function dueAtOf(order: Order): number | null {
  const out = order.lines.filter((line) => line.kind === 'rental' && countsOf(order, line).out > 0)
  const dues = out.flatMap((line) => (line.until === undefined ? [] : [line.until]))
  return dues.length > 0 ? Math.min(...dues) : null
}

/** The first slot of what is rented (epoch ms); null: nothing is. */
export function collectAtOf({ lines }: Pick<Order, 'lines'>): number | null {
  const slots = lines.flatMap(({ from }) => (from === undefined ? [] : [from]))
  return slots.length > 0 ? Math.min(...slots) : null
}

/** Paid, and the time of something rented has begun: it was kept for her, and what goes back now is for the shop to say (O7). */
export function hasBegun(order: Order, now: number): boolean {
  return order.facets.payment === 'paid' && now >= (collectAtOf(order) ?? Infinity)
}

/**
 * Nothing can be added any more: all that went out for rent is back and inspected, all that was bought is given, and the rest is
 * forgone; and what was paid too much has gone back. An order of sales alone that were all given needs no settlement: it is closed with
 * the last of them (O16).
 */
export function isReadyToSettle(order: Order): boolean {
  const { left, out, returned, inspected, forgone } = countsOfOrder(order)
  const isPaid = !order.ended && order.facets.payment === 'paid' && refundableOf(order) === 0
  return isPaid && left + out + returned === 0 && inspected + forgone > 0
}
