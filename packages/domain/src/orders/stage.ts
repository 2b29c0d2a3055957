import type { Actor, OrderLineFact, OrderStage, OrderView } from '@bobber/protocol'
import { countsOf, countsOfOrder, dueAtOf, hasBegun } from './counts.ts'
import { desk, floor, parties, takers } from './facet.ts'
import { dueOf, refundableOf } from './money.ts'
import type { Order } from './order.ts'

/** The one word that sums an order up, from its counters and facets (O7). `now` is epoch ms: late follows from the clock. */
export function stageOf(order: Order, now: number): OrderStage {
  if (order.ended) return order.ended
  const { out, returned } = countsOfOrder(order)
  if (out > 0) return now > (dueAtOf(order) ?? Infinity) ? 'overdue' : 'out'
  if (returned > 0) return 'toInspect'
  if (order.settlement?.confirmed) return dueOf(order) > 0 ? 'toPay' : 'toRefund'
  if (order.settlement) return 'toSettle'
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
    'sale.handOver': hasToGive(order, 'sale') && floor.includes(actor),
    'line.forgo': hasToGive(order) && desk.includes(actor),
    'rental.checkOut': hasToGive(order, 'rental') && floor.includes(actor),
    'rental.checkIn': out > 0 && floor.includes(actor),
    'rental.inspect': returned > 0 && floor.includes(actor),
    'settlement.confirm': order.settlement?.confirmed === false && refundableOf(order) === 0 && parties.includes(actor),
    'refund.handBack': refundableOf(order) > 0 && takers.includes(actor),
    'order.cancel':
      !order.ended && order.facets.fulfilment === 'held' && parties.includes(actor) && !(actor === 'customer' && hasBegun(order, now)),
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
  'refund.handBack',
  'line.forgo',
  'order.cancel',
  'rental.undoCheckOut',
  'rental.undoCheckIn',
]

/** Confirmed and paid: what isn't handed over yet may be (O5). */
function hasToGive(order: Order, kind?: OrderLineFact['kind']): boolean {
  const confirmed = order.sheet !== null && order.confirmedVersion === order.sheet.version
  const left = order.lines.some((line) => (kind === undefined || line.kind === kind) && countsOf(order, line).left > 0)
  return !order.ended && confirmed && order.facets.payment === 'paid' && left
}
