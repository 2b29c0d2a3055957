import { sql } from 'kysely'
import type { Erasure } from '../../log/erasures.ts'
import type { Tx } from '../../log/index.ts'
import type { Deps } from '../../platform/deps.ts'

/**
 * Takes an entry's words away for everybody (log.md L6, L12): words and salt go, digest and place stay, and the log says so. Nothing
 * happens, false, where no such entry is, or its words are gone already.
 */
export async function takeBack(tx: Tx, { conversationId, seq, entryId, byId }: Omit<Erasure, 'shopId'>): Promise<boolean> {
  const { rows } = await sql<{ audience: number }>`
    update entry set sealed = null, salt = null
    where shop_id = ${tx.shopId} and conversation_id = ${conversationId} and seq = ${seq} and entry_id = ${entryId} and sealed is not null
    returning audience`.execute(tx.db)
  const [taken] = rows
  if (!taken) return false
  tx.append({ conversationId, kind: 'entry.recalled', content: { seq, entryId, byId }, authorId: byId, audience: taken.audience })
  return true
}

/** After a restore: what was taken back before is taken back again, before anybody listens. Answers how many. */
export async function repeatErasures(deps: Pick<Deps, 'db' | 'log' | 'erasures'>): Promise<number> {
  const all = await deps.erasures.all()
  const { rows } = await sql<{ nth: number }>`
    select t.nth::int from unnest(${all.map((one) => one.shopId)}::uuid[], ${all.map((one) => one.conversationId)}::uuid[],
      ${all.map((one) => one.seq)}::int[], ${all.map((one) => one.entryId)}::uuid[])
      with ordinality as t(shop_id, conversation_id, seq, entry_id, nth)
    join entry e using (shop_id, conversation_id, seq, entry_id) where e.sealed is not null order by t.nth`.execute(deps.db)
  for (const { nth } of rows) {
    const erasure = all[nth - 1]
    if (erasure) await deps.log.transact(erasure.shopId, (tx) => takeBack(tx, erasure))
  }
  return rows.length
}
