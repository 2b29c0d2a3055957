import { randomInt } from 'node:crypto'
import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { insertPerson } from '../persons.ts'
import { signIn } from '../signed-in.ts'
import { createTries } from '../tries.ts'

/** One network begins at most so many guests an hour: a fairground behind one router is fewer, a flood is more. */
const networkBegins = createTries({ most: 300, spanMs: 60 * 60_000 })

/** A visitor who wants to ask something: a person with a session, without a phone. Staff tell guests apart by the number. */
export const guestBegin: Handler<'guest.begin'> = async (deps, asker, _body, call) => {
  if (call.surface !== 'storefront') return refuse('forbidden')
  const now = deps.clock.now()
  const waitMs = networkBegins.waitMs(call.network, now)
  if (waitMs > 0) return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
  networkBegins.note(call.network, now)
  const vault = await deps.vault.shop(asker.shopId)
  const personId = deps.newId()
  const name = `${asker.locale === 'zh' ? '访客' : 'Guest'} ${randomInt(1000, 10_000)}`
  return deps.log.transact(asker.shopId, async (tx) => {
    await insertPerson(tx.db, vault, asker.shopId, { personId, class: 'guest', name, phone: null, now })
    return signIn(tx, deps, vault, asker, personId, call)
  })
}
