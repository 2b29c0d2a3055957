import { isDesks, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { classOfPerson } from '../../people/index.ts'
import { kindOf } from '../kinds.ts'

/** Says who looks after a conversation; null: nobody does. Said again, and for no reason, it is nothing new. */
export const conversationAssign: Handler<'conversation.assign'> = (deps, asker, body) =>
  deps.log.transact(asker.shopId, async (tx) => {
    const { conversationId, personId, reason, ifNobodys = false } = body
    if (personId !== null && (await classOfPerson(tx.db, asker.shopId, personId)) !== 'staff') return refuse('notFound')
    const { rows } = await sql`
      update conversation set assignee_id = ${personId}
      where shop_id = ${asker.shopId} and conversation_id = ${conversationId} and kind in ('enquiry', 'order')
        and (not ${ifNobodys} or assignee_id is null)
        and (${reason !== undefined} or assignee_id is distinct from ${personId})
      returning 1`.execute(tx.db)
    if (rows.length === 0) {
      const kind = await kindOf(tx.db, tx.shopId, conversationId)
      return kind && isDesks(kind) ? {} : refuse('notFound')
    }
    tx.touchInside(conversationId)
    tx.append({
      conversationId,
      kind: 'conversation.assigned',
      content: { assigneeId: personId, byId: asker.personId, ...(reason !== undefined && { reason }) },
      authorId: asker.personId,
    })
    return {}
  })
