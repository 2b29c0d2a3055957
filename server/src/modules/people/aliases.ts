import { sql } from 'kysely'
import type { Aliases, Db } from '../../platform/deps.ts'

/** A device that was away is one of a person's newest guests, or an old phone whose messages are too old to be sent. */
export const newestGuests = 20

/** Guests who turned out to be this person, newest first. */
export async function guestsOf(db: Db, shopId: string, personId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from person where shop_id = ${shopId} and alias_of = ${personId} order by aliased_at desc limit ${newestGuests}
  `.execute(db)
  return rows.map((row) => row.person_id)
}

/** A guest's sign-in is rare: a hundred thousand of them are a few MB. */
export function createAliases(): Aliases {
  const known = new Map<string, string>()
  return {
    alias: (_shopId, personId) => known.get(personId) ?? personId,
    learn(guestId, personId) {
      known.set(guestId, personId)
    },
    async refresh(db, since) {
      const { rows } = await sql<{ person_id: string; alias_of: string }>`
        select person_id, alias_of from person where aliased_at > ${since ?? new Date(0)}
      `.execute(db)
      for (const row of rows) known.set(row.person_id, row.alias_of)
    },
  }
}
