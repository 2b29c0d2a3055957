import { asSeenBy, classOf, refuse } from '@bobber/protocol'
import type { CustomerView } from '@bobber/protocol/api/people'
import { sql } from 'kysely'
import type { Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { conversationMark, maySeeConversation, openOfCustomer } from '../../conversations/index.ts'
import { customerCards } from '../../people/index.ts'
import { readOrders } from '../order-row.ts'
import { orderCounts } from './of-customer.ts'
import { viewOrders } from './view.ts'

/** A conversation with whose it is and its orders: what stands beside it on the screen. */
export const conversationGet: Handler<'conversation.get'> = async (deps, asker, { conversationId }) => {
  const { shopId } = asker
  if (!(await maySeeConversation(deps.db, asker, conversationId))) return refuse('notFound')
  const conversation = await conversationMark(deps.db, shopId, conversationId)
  if (!conversation) return refuse('notFound')
  const customer = conversation.customerId === null ? null : ((await customerView(deps, shopId, conversation.customerId)) ?? null)
  const condition = sql`o.shop_id = ${shopId} and o.conversation_id = ${conversationId}`
  const rows = await readOrders(deps.db, condition, { order: sql`order by o.placed_at desc, o.order_id desc limit 20` })
  return { conversation: asSeenBy(classOf(asker), conversation), customer, orders: await viewOrders(deps, asker, rows) }
}

/** A customer's orders, newest first. */
export const customerHistoryGet: Handler<'customerHistory.get'> = async (deps, asker, { personId }) => {
  const customer = await customerView(deps, asker.shopId, personId)
  if (!customer) return refuse('notFound')
  const condition = sql`o.shop_id = ${asker.shopId} and o.customer_id = ${personId}`
  const rows = await readOrders(deps.db, condition, { order: sql`order by o.placed_at desc, o.order_id desc limit 100` })
  return { customer, orders: await viewOrders(deps, asker, rows) }
}

async function customerView(deps: Deps, shopId: string, personId: string): Promise<CustomerView | undefined> {
  const card = (await customerCards(deps.db, await deps.vault.shop(shopId), shopId, [personId])).get(personId)
  if (!card) return undefined
  const counts = (await orderCounts(deps.db, shopId, [personId])).get(personId)
  const open = await openOfCustomer(deps.db, shopId, personId)
  return { ...card, orders: counts?.orders ?? 0, out: counts?.out ?? 0, conversationId: open?.conversationId ?? null }
}
