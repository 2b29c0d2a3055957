import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** Whether this shop's owner keeps the master key. It opens every shop of the server, so the first one's owner does, who set the server up (P17). */
export async function keepsMasterKey(db: Db, shopId: string): Promise<boolean> {
  const { rows } = await sql<{ shop_id: string }>`select shop_id from shop order by created_at, shop_id limit 1`.execute(db)
  return rows[0]?.shop_id === shopId
}
