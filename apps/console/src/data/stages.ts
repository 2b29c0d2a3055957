import type { OrderStage, OrderView, StaffRole } from '@bobber/protocol'
import type { WordKey } from '../words/catalogue.ts'
import { mayAsk } from './me.tsx'

export type NextCommand = OrderView['next'][number]

/** Fixed colours of the stages; the words always stand beside them. */
export const stageColours: Record<OrderStage, string> = {
  toConfirm: 'violet',
  toPay: 'yellow',
  toCollect: 'lake',
  out: 'blue',
  overdue: 'red',
  toInspect: 'grape',
  toSettle: 'orange',
  toRefund: 'teal',
  closed: 'green',
  cancelled: 'gray',
  expired: 'gray',
}
export const boardStages: readonly OrderStage[] = ['toConfirm', 'toPay', 'toCollect', 'out', 'overdue', 'toInspect', 'toSettle', 'toRefund']

/** Columns with orders come first, each half in the stages' order: what is empty pushes nothing out of sight. */
export function boardColumns<Order extends Pick<OrderView, 'stage'>>(orders: readonly Order[]): { stage: OrderStage; here: Order[] }[] {
  const columns = boardStages.map((stage) => ({ stage, here: orders.filter((order) => order.stage === stage) }))
  return [...columns.filter(({ here }) => here.length > 0), ...columns.filter(({ here }) => here.length === 0)]
}

export const nextWords: Record<NextCommand, WordKey> = {
  'feeSheet.confirm': 'act.confirmSheet',
  'payment.request': 'act.requestPayment',
  'payment.counter': 'order.payments',
  'rental.checkOut': 'act.handOut',
  'sale.handOver': 'act.handOutSale',
  'line.forgo': 'order.forgo',
  'rental.checkIn': 'act.takeBack',
  'rental.inspect': 'act.inspect',
  'settlement.confirm': 'act.confirmSettlement',
  'refund.handBack': 'act.handBack',
  'order.cancel': 'order.cancel',
  'rental.undoCheckOut': 'act.undoHandOut',
  'rental.undoCheckIn': 'act.undoTakeBack',
}

/** The order in which a step comes up; what undoes, cancels or gives up is never the next step. */
const steps: readonly NextCommand[] = [
  'feeSheet.confirm',
  'payment.counter',
  'rental.checkOut',
  'sale.handOver',
  'rental.checkIn',
  'rental.inspect',
  'settlement.confirm',
  'refund.handBack',
]

/** The one step that is coloured: the first of the order's next ones that my roles may give. */
export function nextStepOf(order: Pick<OrderView, 'next'>, roles: readonly StaffRole[]): NextCommand | null {
  return steps.find((step) => order.next.includes(step) && mayAsk(roles, step)) ?? null
}
