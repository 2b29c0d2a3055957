import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { sealPerson } from '../../src/modules/people/records.ts'
import type { Deps } from '../../src/platform/deps.ts'
import { newToken, tokenHash } from '../../src/platform/ids.ts'

/** Somebody with an open session: what a process needs to connect as him. */
export interface Actor {
  personId: string
  /** of a session on the storefront, or on the console for a clerk */
  token: string
}

type Stage = Pick<Deps, 'db' | 'vault'>

/** Customers with a session each, in one statement: five thousand single commands would take longer than what they're made for. */
export function addActors(deps: Stage, shopId: string, count: number): Promise<Actor[]> {
  return addPersons(deps, shopId, count, { class: 'customer', surface: 'storefront', role: null })
}

/** Staff who serve at the desk. */
export function addClerks(deps: Stage, shopId: string, count: number): Promise<Actor[]> {
  return addPersons(deps, shopId, count, { class: 'staff', surface: 'console', role: 'service' })
}

interface Kind {
  class: 'customer' | 'staff'
  surface: 'storefront' | 'console'
  role: 'service' | null
}

async function addPersons(deps: Stage, shopId: string, count: number, kind: Kind): Promise<Actor[]> {
  const vault = await deps.vault.shop(shopId)
  const actors = Array.from({ length: count }, () => ({ personId: randomUUID(), token: newToken() }))
  const ids = actors.map((actor) => actor.personId)
  const names = actors.map(({ personId }, index) =>
    sealPerson(vault, shopId, personId, 'name', `${kind.role === null ? '客人' : '店员'} ${index + 1}`),
  )
  const hashes = actors.map(({ token }) => tokenHash(token))
  await sql`
    with made as (
      insert into person (shop_id, person_id, class, name, created_at)
      select ${shopId}, person_id, ${kind.class}, name, now() from unnest(${ids}::uuid[], ${names}::bytea[]) as t(person_id, name)
      returning person_id
    ), serving as (
      insert into person_role (shop_id, person_id, role) select ${shopId}, person_id, ${kind.role}::text from made where ${kind.role}::text is not null
    )
    insert into session (shop_id, session_id, token_hash, person_id, surface, device, created_at, last_seen_at, expires_at)
    select ${shopId}, gen_random_uuid(), t.token_hash, m.person_id, ${kind.surface}, 'test', now(), now(), now() + interval '30 days'
    from unnest(${ids}::uuid[], ${hashes}::bytea[]) as t(person_id, token_hash) join made m using (person_id)
  `.execute(deps.db)
  return actors
}

/** Conversations as they stand after opening, without entries. Kind `community`: no desk looks in, only these people take part. */
export async function addConversations(
  deps: Stage,
  shopId: string,
  casts: readonly (readonly { personId: string }[])[],
): Promise<string[]> {
  const ids = casts.map(() => randomUUID())
  await sql`
    with opened as (
      insert into conversation (shop_id, conversation_id, kind, opened_at) select ${shopId}, id, 'community', 0 from unnest(${ids}::uuid[]) t(id)
    )
    insert into conversation_head (shop_id, conversation_id, desk) select ${shopId}, id, false from unnest(${ids}::uuid[]) t(id)
  `.execute(deps.db)
  const parts = casts.flatMap((cast, index) => cast.map(({ personId }) => ({ personId, conversationId: ids[index] ?? '' })))
  await sql`
    insert into participant (shop_id, conversation_id, person_id, class, role)
    select ${shopId}, t.conversation_id, t.person_id, 1, 'customer'
    from unnest(${parts.map((part) => part.conversationId)}::uuid[], ${parts.map((part) => part.personId)}::uuid[]) as t(conversation_id, person_id)
  `.execute(deps.db)
  return ids
}
