import type { Me, SignedIn } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { Asker, Deps, Nobody } from '../../platform/deps.ts'
import type { CallExtras } from '../../platform/handler.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { readPerson, type Person } from './persons.ts'
import { maskedPhone } from './phones.ts'
import { beginSession, endSessions } from './sessions.ts'

export function meOf(person: Person): Me {
  return {
    personId: person.personId,
    name: person.name,
    class: person.class,
    roles: person.roles,
    phoneMasked: person.phone && maskedPhone(person.phone),
  }
}

/** A new session for this person, in place of the one he asked with: a token from before the sign-in is worth nothing after it (P8). */
export async function signIn(
  tx: Tx,
  deps: Deps,
  vault: ShopVault,
  asker: Asker | Nobody,
  personId: string,
  call: CallExtras,
): Promise<SignedIn> {
  const { shopId } = tx
  if (asker.sessionId !== null) await endSessions(tx, deps, { sessionId: asker.sessionId })
  const token = await beginSession(tx.db, deps, { shopId, personId, surface: call.surface, userAgent: call.userAgent })
  const person = await readPerson(tx.db, vault, shopId, personId)
  if (!person) throw new Error('signed in as a person that does not exist')
  return { me: meOf(person), token }
}
