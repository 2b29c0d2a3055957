import type { Db } from '../../platform/deps.ts'
import { gather } from '../../platform/gather.ts'
import { prepared } from '../../platform/prepared.ts'

const askChats = prepared<{ shop_id: string; chat: boolean }>('shop_chat', 'select shop_id, chat from shop where shop_id = any($1::uuid[])')

const ofDatabase = new WeakMap<Db, (shopIds: readonly string[]) => Promise<ReadonlyMap<string, boolean>>>()

/** Whether the shop talks with its customers, as it is now. Every message asks it: those that come together ask once. */
export async function isChatOn(db: Db, shopId: string): Promise<boolean> {
  const ask = ofDatabase.get(db) ?? gather(async (shopIds: string[]) => chats(await askChats(db, [shopIds])))
  ofDatabase.set(db, ask)
  return (await ask([shopId])).get(shopId) === true
}

function chats(rows: readonly { shop_id: string; chat: boolean }[]): Map<string, boolean> {
  return new Map(rows.map((row) => [row.shop_id, row.chat]))
}
