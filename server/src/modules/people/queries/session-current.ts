import type { Handler } from '../../../platform/handler.ts'
import { readPerson } from '../persons.ts'
import { meOf } from '../signed-in.ts'

/** Who am I; null when not signed in. */
export const sessionCurrent: Handler<'session.current'> = async (deps, asker) => {
  const now = deps.clock.now()
  if (asker.personId === null) return { me: null, now }
  const vault = await deps.vault.shop(asker.shopId)
  const person = await readPerson(deps.db, vault, asker.shopId, asker.personId)
  return { me: person ? meOf(person) : null, now }
}
