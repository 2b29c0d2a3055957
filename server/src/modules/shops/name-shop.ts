import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** What the owner calls the shop when he first comes in. */
export async function nameShop(db: Db, shopId: string, name: string): Promise<void> {
  await sql`update shop set name = ${name}, named = true where shop_id = ${shopId}`.execute(db)
}
