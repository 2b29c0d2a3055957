import { isRefusal, refuse, type Refusal } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { proveOwn } from '../own-password.ts'
import { hashPassword, isWeak } from '../passwords.ts'
import { endSessions, tellEnded } from '../sessions.ts'
import { replacePassword } from '../staff.ts'

/** Staff choose another password by the one they have; wherever else they are signed in, they are no more (P18). */
export const passwordChange: Handler<'password.change'> = async (deps, asker, { password, newPassword }) => {
  const { shopId, personId, sessionId } = asker
  const mine = await proveOwn(deps, asker, password)
  if (isRefusal(mine)) return mine
  if (await isWeak(newPassword, [mine.login, mine.name])) return refuse('passwordWeak')
  const passwordHash = await hashPassword(newPassword)
  const ended = await deps.db.transaction().execute(async (tx): Promise<string[] | Refusal> => {
    if (!(await replacePassword(tx, shopId, personId, mine.passwordHash, passwordHash))) return refuse('passwordWrong')
    return endSessions(tx, shopId, { personId, exceptSessionId: sessionId })
  })
  if (!Array.isArray(ended)) return ended
  tellEnded(deps, shopId, ended)
  return {}
}
