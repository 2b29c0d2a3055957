import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/**
 * Takes pictures back that were shown in a conversation, with the message that showed them: from the commit on nobody is served them, not
 * even who added them, and the next sweep deletes them (F15). Evidence stays. `tx` is the transaction that takes the message back.
 */
export async function withdrawFiles(tx: { db: Db; shopId: string }, fileIds: readonly string[]): Promise<void> {
  await sql`
    update file set scope = 'withdrawn', conversation_id = null, audience = null
    where shop_id = ${tx.shopId} and file_id = any(${[...fileIds]}::uuid[]) and scope = 'conversation'
  `.execute(tx.db)
}

/** Of several who take back messages that show one picture, each counts what the others have left. */
export async function lockFile(tx: { db: Db; shopId: string }, fileId: string): Promise<void> {
  await sql`select from file where shop_id = ${tx.shopId} and file_id = ${fileId} for no key update`.execute(tx.db)
}

/** A message that showed the picture was taken back, others still show it: to their audience, and to nobody else any more. */
export async function narrowFile(tx: { db: Db; shopId: string }, fileId: string, audience: number): Promise<void> {
  await sql`
    update file set audience = ${audience} where shop_id = ${tx.shopId} and file_id = ${fileId} and scope = 'conversation'
  `.execute(tx.db)
}
