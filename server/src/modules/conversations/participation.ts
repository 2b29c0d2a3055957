import { type Class, classIndex } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'

/** Lets a person into a conversation, and says so there. Whoever takes part already stays as he is. */
export async function join(
  tx: Tx,
  conversationId: string,
  person: { personId: string; name: string },
  as: { class: Class; role: string; how: 'signIn' | 'qr' | 'sms' | 'staff' } = { class: 'customer', role: 'customer', how: 'qr' },
): Promise<void> {
  await lock(tx, [conversationId])
  const { rows } = await sql<{ there: boolean }>`
    select not removed as there from participant
    where shop_id = ${tx.shopId} and conversation_id = ${conversationId} and person_id = ${person.personId}`.execute(tx.db)
  if (rows[0]?.there) return
  tx.underHead('log_join', conversationId, person.personId, classIndex[as.class] + 1, as.role)
  tx.touch(conversationId, person.personId)
  tx.append({
    conversationId,
    kind: 'conversation.joined',
    content: { personId: person.personId, name: person.name, how: as.how },
    authorId: person.personId,
  })
}

/** From that moment he sees nothing more of it (log.md L8). */
export function leave(tx: Tx, conversationId: string, personId: string): void {
  tx.underHead('log_leave', conversationId, personId)
  tx.touch(conversationId, personId)
}

/** What a guest took part in goes on as the person he turned out to be (log.md L4). */
export async function handOver(tx: Tx, fromPersonId: string, toPersonId: string): Promise<void> {
  const { rows } = await sql<{ conversation_id: string }>`
    select conversation_id from participant
    where shop_id = ${tx.shopId} and person_id = ${fromPersonId} and not removed order by conversation_id`.execute(tx.db)
  await lock(
    tx,
    rows.map((row) => row.conversation_id),
  )
  for (const { conversation_id: conversationId } of rows) {
    tx.underHead('log_hand_over', conversationId, fromPersonId, toPersonId)
    tx.touch(conversationId, fromPersonId)
    tx.touch(conversationId, toPersonId)
    tx.touch(conversationId)
  }
  await sql`update conversation set customer_id = ${toPersonId}
    where shop_id = ${tx.shopId} and customer_id = ${fromPersonId}`.execute(tx.db)
}

/**
 * Two who do the same at once come one after the other. It must be the conversation's row, and before the head: an append writes the
 * participant's under the head, and new participants refer to it there, which a lock `for update` would make wait for each other.
 */
async function lock(tx: Tx, conversationIds: readonly string[]): Promise<void> {
  await sql`select from conversation
    where shop_id = ${tx.shopId} and conversation_id = any(${conversationIds}::uuid[]) order by conversation_id
    for no key update`.execute(tx.db)
}

/** A name or a class changed: the person's marks get a new position, so that everybody who sees them is told. */
export async function touchPerson(tx: Tx, personId: string): Promise<void> {
  const { rows } = await sql<{ conversation_id: string }>`
    select conversation_id from participant where shop_id = ${tx.shopId} and person_id = ${personId} and not removed`.execute(tx.db)
  for (const row of rows) tx.touch(row.conversation_id, personId)
}
