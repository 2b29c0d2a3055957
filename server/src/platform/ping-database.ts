import type { Pool } from 'pg'

/** Settles when the database answers; throws when it doesn't. */
export async function pingDatabase(pool: Pool): Promise<void> {
  await pool.query('select 1')
}
