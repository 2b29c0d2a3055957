import { type Balances, fen, type Order, type OrderFact, type Posting, postingsOf, withPostings } from '@bobber/domain'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import type { Db } from '../../platform/deps.ts'

const posting: readonly OrderFact['kind'][] = ['payment.captured', 'rent.earned', 'settlement.confirmed', 'refund.made', 'order.closed']

/** Whether a fact moves what stands on the accounts. */
export function posts(fact: OrderFact): boolean {
  return posting.includes(fact.kind)
}

/** The order's balance on every account and line it has touched. */
export async function readBalances(db: Db, shopId: string, orderId: string): Promise<Balances> {
  const { rows } = await sql<{ account: Posting['account']; order_line_id: string | null; balance: number }>`
    select account, order_line_id, sum(amount)::bigint as balance from posting
    where shop_id = ${shopId} and order_id = ${orderId} group by account, order_line_id
  `.execute(db)
  return rows.map(({ account, order_line_id: orderLineId, balance }) => ({ account, orderLineId, amount: fen(balance) }))
}

interface Posted {
  orderId: string
  entryId: string
  /** the order before the fact */
  order: Order | null
  fact: OrderFact
  balances: Balances
}

/** Posts what a fact moves; answers the balances after it (N1). */
export async function writePostings(tx: Tx, { orderId, entryId, order, fact, balances }: Posted): Promise<Balances> {
  const postings = postingsOf(order, fact, balances)
  if (postings.length === 0) return balances
  const rows = postings.map(({ account, orderLineId, amount }, nth) => ({ nth, account, order_line_id: orderLineId, amount }))
  await sql`
    insert into posting (shop_id, entry_id, nth, order_id, order_line_id, account, amount, memo, at)
    select ${tx.shopId}, ${entryId}, nth, ${orderId}, order_line_id, account, amount, ${fact.kind}, ${new Date(tx.now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(nth smallint, order_line_id uuid, account text, amount bigint)
  `.execute(tx.db)
  return withPostings(balances, postings)
}
