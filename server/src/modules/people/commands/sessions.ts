import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { revoke } from '../links.ts'
import { endSessions, listSessions } from '../sessions.ts'

export const sessionList: Handler<'session.list'> = async (deps, asker) => ({ sessions: await listSessions(deps, asker) })

/** Signing out: the links that he made for others go on. */
export const sessionEnd: Handler<'session.end'> = async (deps, asker) => {
  return deps.log.transact(asker.shopId, async (tx) => {
    await endSessions(tx, deps, { sessionId: asker.sessionId })
    return {}
  })
}

/** Ends one of one's own sessions and what was made in it: a phone that was lost (P9). */
export const sessionRevoke: Handler<'session.revoke'> = async (deps, asker, { sessionId }) => {
  const mine = await listSessions(deps, asker)
  if (!mine.some((session) => session.sessionId === sessionId)) return refuse('notFound')
  return deps.log.transact(asker.shopId, async (tx) => {
    await revoke(tx, deps, { sessionId })
    return {}
  })
}
