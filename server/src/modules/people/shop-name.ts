import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

export async function shopName(db: Db, shopId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from shop where shop_id = ${shopId}`.execute(db)
  return rows[0]?.name ?? ''
}
