import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../src/platform/deps.ts'

/** Until so many wait for a lock in this database, or what should wait has ended instead. */
export async function untilWaiting(db: Db, what: Promise<unknown>, many = 1): Promise<void> {
  const state = { ended: false }
  const end = () => void (state.ended = true)
  what.then(end, end)
  while (!state.ended) {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    if (rows.length >= many) return
    await setImmediate()
  }
}
