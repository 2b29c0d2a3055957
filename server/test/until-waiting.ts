import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../src/platform/deps.ts'

/** Until somebody waits for a lock in this database, or what should wait has ended instead. */
export async function untilWaiting(db: Db, what: Promise<unknown>): Promise<void> {
  let ended = false
  const end = () => void (ended = true)
  what.then(end, end)
  while (!ended) {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    if (rows.length > 0) return
    await setImmediate()
  }
}
