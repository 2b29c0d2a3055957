import type { OrderLineFact, RentalState } from '@bobber/protocol'
import type { Order } from './order.ts'

const lives: readonly RentalState[] = ['checkedOut', 'returned', 'inspected', 'closed']

export interface LineCounts {
  readonly quantity: number
  /** handed over and not taken back by an undo, whatever came after */
  readonly handedOver: number
  readonly out: number
  readonly returned: number
  readonly inspected: number
}

/** The counters of one line; all its order's summary statuses follow from these. */
export function countsOf(order: Order, line: OrderLineFact): LineCounts {
  if (line.kind === 'sale') {
    const handedOver = order.soldLineIds.includes(line.orderLineId) ? line.quantity : 0
    return { quantity: line.quantity, handedOver, out: 0, returned: 0, inspected: 0 }
  }
  const pieces = order.pieces.filter((piece) => piece.orderLineId === line.orderLineId)
  const count = (...states: RentalState[]): number => pieces.filter((piece) => states.includes(piece.life)).length
  return {
    quantity: line.quantity,
    handedOver: count(...lives),
    out: count('checkedOut'),
    returned: count('returned'),
    inspected: count('inspected', 'closed'),
  }
}

/** The same summed over all lines. */
export function countsOfOrder(order: Order): LineCounts {
  const sum = { quantity: 0, handedOver: 0, out: 0, returned: 0, inspected: 0 }
  for (const line of order.lines) {
    const counts = countsOf(order, line)
    sum.quantity += counts.quantity
    sum.handedOver += counts.handedOver
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
