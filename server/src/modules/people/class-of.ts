import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** What somebody is in this shop; undefined: unknown here, dismissed, or a guest who turned out to be somebody else. */
export async function classOfPerson(db: Db, shopId: string, personId: string): Promise<'guest' | 'customer' | 'staff' | undefined> {
  const { rows } = await sql<{ class: 'guest' | 'customer' | 'staff' }>`
    select class from person
    where shop_id = ${shopId} and person_id = ${personId} and dismissed_at is null and alias_of is null`.execute(db)
  return rows[0]?.class
}
