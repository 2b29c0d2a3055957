import type { EntryKind, MessageContents } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Erasure } from '../../log/erasures.ts'
import type { Tx } from '../../log/index.ts'
import { contentPlace } from '../../log/postgres/append-call.ts'
import type { Deps } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { withdrawFiles } from '../files/index.ts'

interface Taken {
  kind: EntryKind
  audience: number
  author_id: string | null
  sealed: Buffer
}

/**
 * Takes an entry's words away for everybody (log.md L6, L12), and its picture: words and salt go, digest and place stay, and the log says
 * so. Nothing happens, false, where no such entry is, or its words are gone already.
 */
export async function takeBack(
  tx: Tx,
  vault: ShopVault,
  { conversationId, seq, entryId, byId }: Omit<Erasure, 'shopId'>,
): Promise<boolean> {
  const { rows } = await sql<Taken>`
    with taken as (
      select seq, kind, audience, author_id, sealed from entry
      where shop_id = ${tx.shopId} and conversation_id = ${conversationId} and seq = ${seq} and entry_id = ${entryId} and sealed is not null
      for update
    )
    update entry e set sealed = null, salt = null from taken
    where e.shop_id = ${tx.shopId} and e.conversation_id = ${conversationId} and e.seq = taken.seq
    returning taken.kind, taken.audience, taken.author_id, taken.sealed`.execute(tx.db)
  const [taken] = rows
  if (!taken) return false
  if (taken.kind === 'message.image') {
    const place = contentPlace(tx.shopId, { conversationId, entryId, authorId: taken.author_id })
    const { fileId } = JSON.parse(vault.open(taken.sealed, place).toString('utf8')) as MessageContents['message.image']
    await withdrawFiles(tx, [fileId])
  }
  tx.append({ conversationId, kind: 'entry.recalled', content: { seq, entryId, byId }, authorId: byId, audience: taken.audience })
  return true
}

/** After a restore: what was taken back before is taken back again, before anybody listens. Answers how many. */
export async function repeatErasures(deps: Pick<Deps, 'db' | 'log' | 'vault' | 'erasures'>): Promise<number> {
  const all = await deps.erasures.all()
  const { rows } = await sql<{ nth: number }>`
    select t.nth::int from unnest(${all.map((one) => one.shopId)}::uuid[], ${all.map((one) => one.conversationId)}::uuid[],
      ${all.map((one) => one.seq)}::int[], ${all.map((one) => one.entryId)}::uuid[])
      with ordinality as t(shop_id, conversation_id, seq, entry_id, nth)
    join entry e using (shop_id, conversation_id, seq, entry_id) where e.sealed is not null order by t.nth`.execute(deps.db)
  for (const { nth } of rows) {
    const erasure = all[nth - 1]
    if (!erasure) continue
    const vault = await deps.vault.shop(erasure.shopId)
    await deps.log.transact(erasure.shopId, (tx) => takeBack(tx, vault, erasure))
  }
  return rows.length
}
