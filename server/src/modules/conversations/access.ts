import { isDesk } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Asker, Db } from '../../platform/deps.ts'

/** Whether somebody may look into a conversation: he takes part, or it is the desk's and he stands there. */
export function maySeeConversation(db: Db, asker: Asker, conversationId: string): Promise<boolean> {
  return maySeeAs(db, { ...asker, desk: asker.class === 'staff' && isDesk(asker.roles) }, conversationId)
}

export async function maySeeAs(
  db: Db,
  viewer: { shopId: string; personId: string; desk: boolean },
  conversationId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from conversation_head h
    left join participant p on p.shop_id = h.shop_id and p.conversation_id = h.conversation_id
      and p.person_id = ${viewer.personId} and not p.removed
    where h.shop_id = ${viewer.shopId} and h.conversation_id = ${conversationId}
      and (p.person_id is not null or (h.desk and ${viewer.desk}))`.execute(db)
  return rows.length > 0
}
