import type { ConversationKind } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** A conversation's kind never changes, and every message asks for it. */
const known = new Map<string, ConversationKind>()
const most = 50_000

/** Undefined: no such conversation in this shop. */
export async function kindOf(db: Db, shopId: string, conversationId: string): Promise<ConversationKind | undefined> {
  const key = `${shopId}/${conversationId}`
  const kind = known.get(key)
  if (kind) return kind
  const { rows } = await sql<{ kind: ConversationKind }>`
    select kind from conversation where shop_id = ${shopId} and conversation_id = ${conversationId}`.execute(db)
  const found = rows[0]?.kind
  if (found) {
    if (known.size >= most) known.clear()
    known.set(key, found)
  }
  return found
}
