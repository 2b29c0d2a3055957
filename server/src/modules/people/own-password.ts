import { type Refusal, refuse } from '@bobber/protocol'
import type { Asker, Deps } from '../../platform/deps.ts'
import { passwordFits } from './passwords.ts'
import { type Login, loginOf } from './staff.ts'
import { createTries } from './tries.ts'

/** Whoever found a console open guesses the password no faster than at the sign-in. */
const tries = createTries({ most: 10, spanMs: 15 * 60_000 })

/** How the asker signs in, when this is his password: what opens more than the session does asks for it again (P18, P17). */
export async function proveOwn(deps: Deps, { shopId, personId }: Asker, password: string): Promise<Login | Refusal> {
  const now = deps.clock.now()
  const waitMs = tries.waitMs(personId, now)
  if (waitMs > 0) return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
  tries.note(personId, now)
  const own = await loginOf(deps.db, await deps.vault.shop(shopId), shopId, personId)
  if (!own || !(await passwordFits(own.passwordHash, password))) return refuse('passwordWrong')
  tries.forget(personId)
  return own
}
