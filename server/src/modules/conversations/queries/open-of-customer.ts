import type { ConversationKind } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'

/** A customer's newest open talk with the shop; undefined when there is none. */
export async function openOfCustomer(
  db: Db,
  shopId: string,
  customerId: string,
): Promise<{ conversationId: string; kind: ConversationKind } | undefined> {
  const { rows } = await sql<{ conversation_id: string; kind: ConversationKind }>`
    select conversation_id, kind from conversation
    where shop_id = ${shopId} and customer_id = ${customerId} and state = 'open' and kind in ('enquiry', 'order')
    order by opened_at desc, conversation_id limit 1`.execute(db)
  const found = rows[0]
  return found && { conversationId: found.conversation_id, kind: found.kind }
}
