import type { ConversationMark } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'

interface Row {
  conversation_id: string
  kind: ConversationMark['kind']
  state: ConversationMark['state']
  assignee_id: string | null
  customer_id: string | null
  opened_at: number
}

/** Undefined: not in this shop. */
export async function conversationMark(db: Db, shopId: string, conversationId: string): Promise<ConversationMark | undefined> {
  const { rows } = await sql<Row>`
    select conversation_id, kind, state, assignee_id, customer_id, opened_at from conversation
    where shop_id = ${shopId} and conversation_id = ${conversationId}`.execute(db)
  const row = rows[0]
  return (
    row && {
      conversationId: row.conversation_id,
      kind: row.kind,
      state: row.state,
      assigneeId: row.assignee_id,
      customerId: row.customer_id,
      openedAt: row.opened_at,
    }
  )
}
