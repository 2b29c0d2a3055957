import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { endSessions, listSessions, tellEnded } from '../sessions.ts'

export const sessionList: Handler<'session.list'> = async (deps, asker) => ({ sessions: await listSessions(deps, asker) })

export const sessionEnd: Handler<'session.end'> = async (deps, asker) => {
  tellEnded(deps, asker.shopId, await endSessions(deps.db, asker.shopId, { sessionId: asker.sessionId }))
  return {}
}

/** Ends one of one's own sessions: a phone that was lost. */
export const sessionRevoke: Handler<'session.revoke'> = async (deps, asker, { sessionId }) => {
  const mine = await listSessions(deps, asker)
  if (!mine.some((session) => session.sessionId === sessionId)) return refuse('notFound')
  tellEnded(deps, asker.shopId, await endSessions(deps.db, asker.shopId, { sessionId }))
  return {}
}
