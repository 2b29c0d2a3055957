import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { shelfOf } from './add-picture.ts'
import { removeShelved } from './shelf.ts'

const keptMs = 48 * 3_600_000

/** Removes pictures that were added and never shown for two days (F7): row first, so that nothing names a missing file. */
export async function sweepUnused(deps: Pick<Deps, 'config' | 'db' | 'clock'>): Promise<number> {
  const { rows } = await sql<{ shop_id: string; folder: string }>`
    delete from file where scope = 'added' and added_at < ${new Date(deps.clock.now() - keptMs)} returning shop_id, folder
  `.execute(deps.db)
  for (const row of rows) await removeShelved(shelfOf(deps, row.shop_id), row.folder)
  return rows.length
}
