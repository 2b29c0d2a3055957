import type { HandlersOf } from '../../platform/handler.ts'
import { orderCancel } from './cancel.ts'
import { feeSheetConfirm, settlementConfirm } from './confirm.ts'
import { lineForgo } from './forgo.ts'
import { saleHandOver } from './hand-over-sale.ts'
import { orderJoinCode } from './join-code.ts'
import { paymentCounter, paymentRequest, paymentSimulate } from './payments/commands.ts'
import { refundHandBack } from './payments/hand-back.ts'
import type { PaymentProviders } from './payments/port.ts'
import { orderPlace } from './place/place.ts'
import { orderPrice } from './place/price.ts'
import { conversationGet, customerHistoryGet } from './queries/conversation.ts'
import { orderGet } from './queries/get.ts'
import { ledgerOrder } from './queries/ledger.ts'
import { orderList } from './queries/list.ts'
import { handOversToday } from './queries/today.ts'
import { rentalCheckIn, rentalUndoCheckIn } from './rentals/check-in.ts'
import { rentalCheckOut, rentalUndoCheckOut } from './rentals/check-out.ts'
import { rentalInspect } from './rentals/inspect.ts'

/** Orders with their rentals, payments and evidence: one noun, because one aggregate decides for all of them (decisions/0009). */
export { orderJobs } from './jobs.ts'
export { handOverOrders } from './know-customer.ts'
export type { PaymentProvider, PaymentProviders, PracticeProvider, Told } from './payments/port.ts'
export { receive } from './payments/receive.ts'
export { orderCounts, orderPlaceOf } from './queries/of-customer.ts'

type OrderRoute =
  | `order.${'price' | 'place' | 'get' | 'list' | 'cancel' | 'joinCode'}`
  | 'handOvers.today'
  | 'feeSheet.confirm'
  | `payment.${'request' | 'simulate' | 'counter'}`
  | 'sale.handOver'
  | 'line.forgo'
  | `rental.${'checkOut' | 'undoCheckOut' | 'checkIn' | 'undoCheckIn' | 'inspect'}`
  | 'settlement.confirm'
  | 'refund.handBack'
  | 'ledger.order'
  | 'conversation.get'
  | 'customerHistory.get'

/** The routes of orders, and those of conversations and customers that show orders. */
export function orderHandlers(providers: PaymentProviders): HandlersOf<OrderRoute> {
  return {
    'order.price': orderPrice,
    'order.place': orderPlace,
    'order.get': orderGet,
    'order.list': orderList,
    'order.cancel': orderCancel(providers),
    'order.joinCode': orderJoinCode,
    'handOvers.today': handOversToday,
    'feeSheet.confirm': feeSheetConfirm,
    'payment.request': paymentRequest(providers),
    'payment.simulate': paymentSimulate(providers),
    'payment.counter': paymentCounter(providers),
    'sale.handOver': saleHandOver,
    'line.forgo': lineForgo,
    'rental.checkOut': rentalCheckOut,
    'rental.undoCheckOut': rentalUndoCheckOut,
    'rental.checkIn': rentalCheckIn,
    'rental.undoCheckIn': rentalUndoCheckIn,
    'rental.inspect': rentalInspect,
    'settlement.confirm': settlementConfirm(providers),
    'refund.handBack': refundHandBack(providers),
    'ledger.order': ledgerOrder,
    'conversation.get': conversationGet,
    'customerHistory.get': customerHistoryGet,
  }
}
