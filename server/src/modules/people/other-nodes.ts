import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'

/** Another node's sockets close within 5 s (P9): asked every 2 s, answered in a moment by an index. */
const every = 2_000

type Parts = Pick<Deps, 'db' | 'clock' | 'sessionsRevoked' | 'aliases' | 'logger'>

/** Watches for what another node or the command line did: sessions ended, guests aliased. Answers how to stop. */
export function watchOtherNodes(parts: Parts): () => void {
  let since: Date | undefined
  let cancel: (() => void) | undefined
  let over = false

  async function look(): Promise<void> {
    try {
      since = await tellSince(parts, since)
    } catch (fault) {
      parts.logger.warn({ err: fault }, 'could not look what other nodes did')
    }
    if (!over) cancel = parts.clock.setTimeout(() => void look(), every)
  }

  void look()
  return () => {
    over = true
    cancel?.()
  }
}

/**
 * Tells what happened after `since` and answers from when to look next: a little before now, because a transaction gets its time when it
 * begins and is seen when it commits. Being told twice does no harm. The first look learns all aliases and no ended session.
 */
export async function tellSince(parts: Pick<Parts, 'db' | 'sessionsRevoked' | 'aliases'>, since: Date | undefined): Promise<Date> {
  const { rows: times } = await sql<{ next: Date }>`select now() - interval '10 s' as next`.execute(parts.db)
  const next = times[0]?.next ?? new Date(0)
  await parts.aliases.refresh(parts.db, since)
  const { rows } = await sql<{ shop_id: string; session_id: string }>`
    select shop_id, session_id from session where ended_at > ${since ?? next}
  `.execute(parts.db)
  for (const row of rows) parts.sessionsRevoked.emit({ shopId: row.shop_id, sessionId: row.session_id })
  return next
}
