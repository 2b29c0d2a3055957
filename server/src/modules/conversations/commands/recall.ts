import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { maySeeConversation } from '../access.ts'
import { takeBack } from '../take-back.ts'

const recallWithinMs = 2 * 60_000

interface Found {
  entry_id: string
  author_id: string | null
  at: number
  kind: string
  gone: boolean
}

/** Takes an own message back for everybody, within two minutes (log.md L12): words and salt go, digest and place stay. */
export const messageRecall: Handler<'message.recall'> = (deps, asker, { conversationId, seq }) =>
  deps.log.transact(asker.shopId, async (tx) => {
    if (!(await maySeeConversation(tx.db, asker, conversationId))) return refuse('notFound')
    const { rows } = await sql<Found>`
      select entry_id, author_id, at, kind, sealed is null as gone from entry
      where shop_id = ${asker.shopId} and conversation_id = ${conversationId} and seq = ${seq} for update`.execute(tx.db)
    const entry = rows[0]
    const mine = entry && entry.author_id !== null && deps.aliases.alias(asker.shopId, entry.author_id) === asker.personId
    if (!entry || !mine || !entry.kind.startsWith('message.')) return refuse('notFound')
    if (entry.gone) return {}
    if (tx.now - entry.at > recallWithinMs) return refuse('recallTooLate')
    const erasure = { conversationId, seq, entryId: entry.entry_id, byId: asker.personId }
    await deps.erasures.name({ shopId: asker.shopId, ...erasure })
    await takeBack(tx, await deps.vault.shop(asker.shopId), erasure)
    return {}
  })
