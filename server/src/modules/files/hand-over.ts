import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** What a guest has added and not sent yet is the person's he turned out to be: only who added a picture may show it (F5). */
export async function handOverFiles(tx: { db: Db; shopId: string }, fromPersonId: string, toPersonId: string): Promise<void> {
  await sql`
    update file set added_by = ${toPersonId}
    where shop_id = ${tx.shopId} and added_by = ${fromPersonId} and scope = 'added'
  `.execute(tx.db)
}
