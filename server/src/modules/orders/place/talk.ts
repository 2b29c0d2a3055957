import { type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { conversationMark, openConversation, openOfCustomer } from '../../conversations/index.ts'

export interface Talk {
  conversationId: string
  /** the talk it came from, which has an order of its own */
  cites: string | undefined
}

interface Asked {
  /** the talk that was named; undefined: the customer's open one */
  conversationId: string | undefined
  customerId: string
  openedById: string
  newId: () => string
}

/**
 * Where an order is talked about: in the enquiry it came from, or, when that has an order already, in a conversation of its own that
 * cites it (O15). Refusal `notFound`: the named talk isn't this customer's.
 */
export async function talkFor(tx: Tx, { conversationId, customerId, openedById, newId }: Asked): Promise<Talk | Refusal> {
  const found = conversationId ?? (await openOfCustomer(tx.db, tx.shopId, customerId))?.conversationId
  if (found !== undefined) {
    const mark = await conversationMark(tx.db, tx.shopId, found)
    if (!mark || mark.customerId !== customerId || (mark.kind !== 'enquiry' && mark.kind !== 'order')) return refuse('notFound')
    if (!(await hasOrder(tx, found))) return { conversationId: found, cites: undefined }
  }
  const opened = newId()
  await openConversation(tx, { conversationId: opened, kind: 'order', customerId, openedById })
  return { conversationId: opened, cites: found }
}

/** Two orders from one talk at the same moment: the second waits here and then sees the first. */
async function hasOrder(tx: Tx, conversationId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`talk/${tx.shopId}/${conversationId}`}, 0))`.execute(tx.db)
  const { rows } = await sql`
    select from "order" where shop_id = ${tx.shopId} and conversation_id = ${conversationId} limit 1
  `.execute(tx.db)
  return rows.length > 0
}
