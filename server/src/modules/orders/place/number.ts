import { dateOf, wallTimeAt } from '@bobber/domain'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'

/** What people call an order: R-20261127-001, counted anew each day of the shop's calendar, without gaps (O14). */
export async function nextNumber(tx: Tx, zone: string): Promise<string> {
  const day = dateOf(wallTimeAt(tx.now, zone).day)
  const { rows } = await sql<{ last: number }>`
    insert into order_number as n (shop_id, day, last) values (${tx.shopId}, ${day}, 1)
    on conflict (shop_id, day) do update set last = n.last + 1 returning last
  `.execute(tx.db)
  return `R-${day.replaceAll('-', '')}-${String(rows[0]?.last).padStart(3, '0')}`
}
