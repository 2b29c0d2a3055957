import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'

/** Puts a conversation away, again if its customer wrote since. Resolving what is put away already is no change and says nothing. */
export const conversationResolve: Handler<'conversation.resolve'> = (deps, asker, { conversationId }) =>
  deps.log.transact(asker.shopId, async (tx) => {
    const { rows } = await sql<{ was: string; since: boolean }>`
      update conversation c set state = 'resolved' from conversation old
      where c.shop_id = ${asker.shopId} and c.conversation_id = ${conversationId} and c.kind in ('enquiry', 'order')
        and old.shop_id = c.shop_id and old.conversation_id = c.conversation_id
      returning old.state as was, exists (
        select from entry e
        where e.shop_id = c.shop_id and e.conversation_id = c.conversation_id and e.author_id = c.customer_id
          and e.seq > coalesce((
            select r.seq from entry r
            where r.shop_id = c.shop_id and r.conversation_id = c.conversation_id and r.kind = 'conversation.resolved'
            order by r.seq desc limit 1), 0)
      ) as since`.execute(tx.db)
    const [row] = rows
    if (!row) return refuse('notFound')
    if (row.was === 'resolved' && !row.since) return {}
    tx.touch(conversationId)
    tx.append({ conversationId, kind: 'conversation.resolved', content: { byId: asker.personId }, authorId: asker.personId })
    return {}
  })
