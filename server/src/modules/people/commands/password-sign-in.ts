import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { createTries } from '../tries.ts'
import { passwordFits } from '../passwords.ts'
import { signIn } from '../signed-in.ts'
import { credentialsOf, holdPassword, loginBlind } from '../staff.ts'

/** Guessing is slow: ten wrong ones for a login in 15 min, then none until the oldest is that old (P5). */
const tries = createTries({ most: 10, spanMs: 15 * 60_000 })
/** One network has so many over all logins: many names with a few passwords each is guessing too, and each try costs 19 MiB and a core. */
const networkTries = createTries({ most: 100, spanMs: 15 * 60_000 })

/** Staff sign in; the answer to a wrong login is the answer to a wrong password, and takes as long. */
export const passwordSignIn: Handler<'password.signIn'> = async (deps, asker, body, call) => {
  if (call.surface !== 'console') return refuse('forbidden')
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const who = `${shopId} ${loginBlind(vault, body.login).toString('hex')}`
  const now = deps.clock.now()
  const waitMs = Math.max(tries.waitMs(who, now), networkTries.waitMs(call.network, now))
  if (waitMs > 0) return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
  tries.note(who, now)
  networkTries.note(call.network, now)
  const found = await credentialsOf(deps.db, vault, shopId, body.login)
  const fits = await passwordFits(found?.passwordHash, body.password)
  if (!found || !fits) return refuse('passwordWrong')
  const { personId, passwordHash } = found
  const signedIn = await deps.log.transact(shopId, async (tx) =>
    (await holdPassword(tx.db, shopId, personId, passwordHash)) ? signIn(tx, deps, vault, asker, personId, call) : refuse('passwordWrong'),
  )
  if (isRefusal(signedIn)) return signedIn
  tries.forget(who)
  // Whoever knows one login's password has still to stop guessing the others'.
  networkTries.takeBack(call.network, now)
  return signedIn
}
