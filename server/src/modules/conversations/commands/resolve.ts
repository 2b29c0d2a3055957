import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Handler } from '../../../platform/handler.ts'
import { guestsOf } from '../../people/index.ts'

/** Puts a conversation away, again if its customer wrote since. Resolving what is put away already is no change and says nothing. */
export const conversationResolve: Handler<'conversation.resolve'> = (deps, asker, { conversationId }) =>
  deps.log.transact(asker.shopId, async (tx) => {
    // Two clerks at once: the second waits here, and reads afterwards what the first has done.
    const { rows } = await sql<{ state: string; customer_id: string | null }>`
      select state, customer_id from conversation
      where shop_id = ${asker.shopId} and conversation_id = ${conversationId} and kind in ('enquiry', 'order')
      for no key update`.execute(tx.db)
    const [row] = rows
    if (!row) return refuse('notFound')
    if (row.state === 'resolved' && !(await wroteSince(tx, conversationId, row.customer_id))) return {}
    await sql`update conversation set state = 'resolved'
      where shop_id = ${asker.shopId} and conversation_id = ${conversationId}`.execute(tx.db)
    tx.touchInside(conversationId)
    tx.append({ conversationId, kind: 'conversation.resolved', content: { byId: asker.personId }, authorId: asker.personId })
    return {}
  })

/** Whether its customer, or the guest she was, wrote since it was put away last. */
async function wroteSince(tx: Tx, conversationId: string, customerId: string | null): Promise<boolean> {
  if (customerId === null) return false
  const authors = [customerId, ...(await guestsOf(tx.db, tx.shopId, customerId))]
  const { rows } = await sql`
    select from entry e
    where e.shop_id = ${tx.shopId} and e.conversation_id = ${conversationId} and e.author_id = any(${authors}::uuid[])
      and e.seq > coalesce((
        select r.seq from entry r
        where r.shop_id = e.shop_id and r.conversation_id = e.conversation_id and r.kind = 'conversation.resolved'
        order by r.seq desc limit 1), 0)
    limit 1`.execute(tx.db)
  return rows.length > 0
}
