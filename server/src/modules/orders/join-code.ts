import { isRefusal } from '@bobber/protocol'
import type { Handler } from '../../platform/handler.ts'
import { createJoinLink } from '../people/index.ts'
import { orderFor } from './access.ts'

/** A code for the customer's phone: it signs her in and takes her into the order's conversation (R2). */
export const orderJoinCode: Handler<'order.joinCode'> = async (deps, asker, { orderId }, call) => {
  const row = await orderFor(deps.db, asker, orderId)
  if (isRefusal(row)) return row
  return createJoinLink(deps, asker, call, { personId: row.customerId, conversationId: row.conversationId })
}
