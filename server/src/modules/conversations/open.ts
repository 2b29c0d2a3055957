import { type ConversationKind, isDesks } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'

export interface Opening {
  conversationId: string
  kind: ConversationKind
  /** whose talk it is; he takes part from the first entry on */
  customerId: string | null
  /** who opened it */
  openedById: string
  productId?: string
}

/** Opens a conversation; nobody else knows of it before the commit, so its rows need no lock. */
export async function openConversation(tx: Tx, opening: Opening): Promise<void> {
  const { conversationId, kind, customerId, openedById, productId } = opening
  await sql`
    with opened as (
      insert into conversation (shop_id, conversation_id, kind, customer_id, opened_at)
      values (${tx.shopId}, ${conversationId}, ${kind}, ${customerId}, ${tx.now})
    )
    insert into conversation_head (shop_id, conversation_id, desk) values (${tx.shopId}, ${conversationId}, ${isDesks(kind)})`.execute(
    tx.db,
  )
  tx.touch(conversationId)
  if (customerId !== null) {
    await sql`insert into participant (shop_id, conversation_id, person_id, class, role)
      values (${tx.shopId}, ${conversationId}, ${customerId}, 1, 'customer')`.execute(tx.db)
    tx.touch(conversationId, customerId)
  }
  tx.append({
    conversationId,
    kind: 'conversation.opened',
    content: { kind, ...(productId !== undefined && { productId }) },
    authorId: openedById,
  })
}
