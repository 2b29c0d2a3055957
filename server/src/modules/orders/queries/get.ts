import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { orderFor } from '../access.ts'
import { viewOrders } from './view.ts'

export const orderGet: Handler<'order.get'> = async (deps, asker, { orderId }) => {
  const row = await orderFor(deps.db, asker, orderId)
  if (isRefusal(row)) return row
  const [view] = await viewOrders(deps, asker, [row])
  return view ?? refuse('notFound')
}
