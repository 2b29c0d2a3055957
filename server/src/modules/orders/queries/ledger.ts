import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { orderFor } from '../access.ts'

interface Row {
  at: number
  account: string
  order_line_id: string | null
  amount: number
  memo: string
  entry_seq: number
}

/** An order's postings with the entries they belong to; their sum is zero (N1). */
export const ledgerOrder: Handler<'ledger.order'> = async (deps, asker, { orderId }) => {
  const order = await orderFor(deps.db, asker, orderId)
  if (isRefusal(order)) return order
  const { rows } = await sql<Row>`
    select (extract(epoch from p.at) * 1000)::bigint as at, p.account, p.order_line_id, p.amount, p.memo, e.seq as entry_seq
    from posting p join entry e on e.shop_id = p.shop_id and e.conversation_id = ${order.conversationId} and e.entry_id = p.entry_id
    where p.shop_id = ${asker.shopId} and p.order_id = ${orderId} order by e.seq, p.nth
  `.execute(deps.db)
  const postings = rows.map(({ entry_seq: entrySeq, order_line_id: orderLineId, ...posting }) => ({ ...posting, orderLineId, entrySeq }))
  return { postings, sum: postings.reduce((sum, { amount }) => sum + amount, 0) }
}
