import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { proveOwn } from '../own-password.ts'
import { hashPassword, isWeak } from '../passwords.ts'
import { revoke } from '../links.ts'
import { replacePassword } from '../staff.ts'

/** Staff choose another password by the one they have; wherever else they are or were signed in, it is over (P18). */
export const passwordChange: Handler<'password.change'> = async (deps, asker, { password, newPassword }) => {
  const { shopId, personId, sessionId } = asker
  const mine = await proveOwn(deps, asker, password)
  if (isRefusal(mine)) return mine
  if (await isWeak(newPassword, [mine.login, mine.name])) return refuse('passwordWeak')
  const passwordHash = await hashPassword(newPassword)
  return deps.log.transact(shopId, async (tx) => {
    if (!(await replacePassword(tx.db, shopId, personId, mine.passwordHash, passwordHash))) return refuse('passwordWrong')
    await revoke(tx, deps, { personId, exceptSessionId: sessionId })
    return {}
  })
}
