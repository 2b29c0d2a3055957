import { type Balances, fen, type Order, type OrderFact, type Posting, postingsOf, withPostings } from '@bobber/domain'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import type { Db } from '../../platform/deps.ts'

/** The order's balance on every account it has touched. */
export async function readBalances(db: Db, shopId: string, orderId: string): Promise<Balances> {
  const { rows } = await sql<{ account: Posting['account']; balance: number }>`
    select account, sum(amount)::bigint as balance from posting
    where shop_id = ${shopId} and order_id = ${orderId} group by account
  `.execute(db)
  return Object.fromEntries(rows.map(({ account, balance }) => [account, fen(balance)]))
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
  const rows = postings.map(({ account, amount }, nth) => ({ nth, account, amount }))
  await sql`
    insert into posting (shop_id, entry_id, nth, order_id, account, amount, memo, at)
    select ${tx.shopId}, ${entryId}, nth, ${orderId}, account, amount, ${fact.kind}, ${new Date(tx.now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(nth smallint, account text, amount bigint)
  `.execute(tx.db)
  return withPostings(balances, postings)
}
