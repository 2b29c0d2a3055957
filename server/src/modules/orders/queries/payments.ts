import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'

/** Money that came in. */
export interface Captured {
  orderId: string
  /** fen */
  amount: number
  means: 'cash' | 'transfer' | 'online'
  /** epoch ms */
  at: number
}

/** What came in for these orders, oldest first. */
export async function capturedPayments(db: Db, shopId: string, orderIds: readonly string[]): Promise<Captured[]> {
  const { rows } = await sql<Captured>`
    select order_id as "orderId", amount, coalesce(means, 'online') as means, (extract(epoch from captured_at) * 1000)::bigint as at
    from payment where shop_id = ${shopId} and order_id = any(${[...orderIds]}::uuid[]) and state = 'captured'
    order by captured_at, payment_id
  `.execute(db)
  return rows
}
