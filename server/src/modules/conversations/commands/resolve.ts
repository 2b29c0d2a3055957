import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'

/** Puts a conversation away. Resolving twice is no change and says nothing. */
export const conversationResolve: Handler<'conversation.resolve'> = (deps, asker, { conversationId }) =>
  deps.log.transact(asker.shopId, async (tx) => {
    const { rows } = await sql<{ was: string }>`
      update conversation c set state = 'resolved' from conversation old
      where c.shop_id = ${asker.shopId} and c.conversation_id = ${conversationId} and c.kind in ('enquiry', 'order')
        and old.shop_id = c.shop_id and old.conversation_id = c.conversation_id
      returning old.state as was`.execute(tx.db)
    if (!rows[0]) return refuse('notFound')
    if (rows[0].was === 'resolved') return {}
    tx.touch(conversationId)
    tx.append({ conversationId, kind: 'conversation.resolved', content: { byId: asker.personId }, authorId: asker.personId })
    return {}
  })
