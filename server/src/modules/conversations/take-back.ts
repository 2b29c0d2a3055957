import type { EntryKind, MessageContents } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Erasure } from '../../log/erasures.ts'
import type { Tx } from '../../log/index.ts'
import { contentPlace } from '../../log/postgres/append-call.ts'
import type { Deps } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { lockFile, narrowFile, withdrawFiles } from '../files/index.ts'

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
    const fileId = pictureOf(tx, vault, conversationId, { ...taken, entry_id: entryId })
    await lockFile(tx, fileId)
    const stillFor = await audienceOfPicture(tx, vault, conversationId, fileId)
    if (stillFor === 0) await withdrawFiles(tx, [fileId])
    else await narrowFile(tx, fileId, stillFor)
  }
  tx.append({ conversationId, kind: 'entry.recalled', content: { seq, entryId, byId }, authorId: byId, audience: taken.audience })
  return true
}

type Showing = Pick<Taken, 'author_id' | 'sealed'> & { entry_id: string }

function pictureOf(
  { shopId }: Tx,
  vault: ShopVault,
  conversationId: string,
  { entry_id: entryId, author_id: authorId, sealed }: Showing,
): string {
  const content = vault.open(sealed, contentPlace(shopId, { conversationId, entryId, authorId })).toString('utf8')
  return (JSON.parse(content) as MessageContents['message.image']).fileId
}

/** Whom the conversation's other messages show this picture to; 0: none shows it. They are opened one by one: only they say what they show. */
async function audienceOfPicture(tx: Tx, vault: ShopVault, conversationId: string, fileId: string): Promise<number> {
  const { rows } = await sql<Showing & { audience: number }>`
    select entry_id, author_id, audience, sealed from entry
    where shop_id = ${tx.shopId} and conversation_id = ${conversationId} and kind = 'message.image' and sealed is not null`.execute(tx.db)
  return rows.reduce((sum, row) => (pictureOf(tx, vault, conversationId, row) === fileId ? sum | row.audience : sum), 0)
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
