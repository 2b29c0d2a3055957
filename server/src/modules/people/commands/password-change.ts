import { refuse, type Refusal } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { hashPassword, isWeak, passwordFits } from '../passwords.ts'
import { endSessions, tellEnded } from '../sessions.ts'
import { loginOf, writePassword } from '../staff.ts'
import { createTries } from '../tries.ts'

/** Whoever found a console open guesses the old password no faster than at the sign-in. */
const tries = createTries({ most: 10, spanMs: 15 * 60_000 })

/** Staff choose another password by the one they have; wherever else they are signed in, they are no more (P18). */
export const passwordChange: Handler<'password.change'> = async (deps, asker, { password, newPassword }) => {
  const { shopId, personId, sessionId } = asker
  const vault = await deps.vault.shop(shopId)
  const now = deps.clock.now()
  const waitMs = tries.waitMs(personId, now)
  if (waitMs > 0) return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
  tries.note(personId, now)
  const mine = await loginOf(deps.db, vault, shopId, personId)
  if (!mine || !(await passwordFits(mine.passwordHash, password))) return refuse('passwordWrong')
  tries.forget(personId)
  if (await isWeak(newPassword, [mine.login, mine.name])) return refuse('passwordWeak')
  const passwordHash = await hashPassword(newPassword)
  const ended = await deps.db.transaction().execute(async (tx): Promise<string[] | Refusal> => {
    await writePassword(tx, shopId, personId, passwordHash)
    return endSessions(tx, shopId, { personId, exceptSessionId: sessionId })
  })
  if (!Array.isArray(ended)) return ended
  tellEnded(deps, shopId, ended)
  return {}
}
