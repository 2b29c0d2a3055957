import type { Actor, OrderLineFact, OrderStage, OrderView } from '@bobber/protocol'
import { countsOfOrder, dueAtOf } from './counts.ts'
import { desk, floor, parties } from './facet.ts'
import { dueOf } from './money.ts'
import type { Order } from './order.ts'

/** The one word that sums an order up, from its counters and facets (O7). `now` is epoch ms: late follows from the clock. */
export function stageOf(order: Order, now: number): OrderStage {
  if (order.ended) return order.ended
  const { out, returned, inspected } = countsOfOrder(order)
  if (out > 0) return now > (dueAtOf(order) ?? Infinity) ? 'overdue' : 'out'
  if (returned > 0) return 'toInspect'
  if (inspected > 0) return order.settlement?.confirmed && dueOf(order) > 0 ? 'toPay' : 'toSettle'
  if (order.sheet && order.confirmedVersion !== order.sheet.version) return 'toConfirm'
  return order.facets.payment === 'paid' ? 'toCollect' : 'toPay'
}

export type NextCommand = OrderView['next'][number]

/** The commands `actor` may give now, for the buttons; the server decides again when one is given (O7). */
export function nextCommands(order: Order, actor: Actor, now: number): NextCommand[] {
  const { out, returned } = countsOfOrder(order)
  const stage = stageOf(order, now)
  const undoable = order.pieces.filter((piece) => now <= piece.undoUntil)
  const paying = stage === 'toPay'
  const offers: Record<NextCommand, boolean> = {
    'feeSheet.confirm': stage === 'toConfirm' && parties.includes(actor),
    'payment.request': paying && parties.includes(actor),
    'payment.counter': paying && floor.includes(actor),
    'sale.handOver': canGive(order) && order.lines.some((line) => isToGive(order, line)) && floor.includes(actor),
    'rental.checkOut': canGive(order) && order.pieces.length < rentedQuantity(order) && floor.includes(actor),
    'rental.checkIn': out > 0 && floor.includes(actor),
    'rental.inspect': returned > 0 && floor.includes(actor),
    'settlement.confirm': order.settlement?.confirmed === false && parties.includes(actor) && !order.ended,
    'order.cancel': !order.ended && order.facets.fulfilment === 'held' && [...parties, ...desk].includes(actor),
    'rental.undoCheckOut': undoable.some(({ life }) => life === 'checkedOut') && floor.includes(actor),
    'rental.undoCheckIn': undoable.some(({ life }) => life === 'returned') && floor.includes(actor),
  }
  return commandNames.filter((command) => offers[command])
}

const commandNames: readonly NextCommand[] = [
  'feeSheet.confirm',
  'payment.request',
  'payment.counter',
  'sale.handOver',
  'rental.checkOut',
  'rental.checkIn',
  'rental.inspect',
  'settlement.confirm',
  'order.cancel',
  'rental.undoCheckOut',
  'rental.undoCheckIn',
]

/** Confirmed and paid: what isn't handed over yet may be (O5). */
function canGive(order: Order): boolean {
  const confirmed = order.sheet !== null && order.confirmedVersion === order.sheet.version
  return !order.ended && confirmed && order.facets.payment === 'paid'
}

function isToGive(order: Order, line: OrderLineFact): boolean {
  return line.kind === 'sale' && !order.soldLineIds.includes(line.orderLineId)
}

function rentedQuantity({ lines }: Order): number {
  return lines.filter((line) => line.kind === 'rental').reduce((sum, line) => sum + line.quantity, 0)
}
