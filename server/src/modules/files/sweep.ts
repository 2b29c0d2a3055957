import { type RawBuilder, sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { shelfOf } from './add-picture.ts'
import { removeShelved } from './shelf.ts'

const keptMs = 48 * 3_600_000

/**
 * Removes pictures that nobody has shown for two days, and catalogue pictures that nothing shows any more, and what was withdrawn (F7, F15): row first, so that nothing
 * names a missing file. `inUse`: a query of those that stay, which the modules above know.
 */
export async function sweepUnused(deps: Pick<Deps, 'config' | 'db' | 'clock'>, inUse: RawBuilder<string>): Promise<number> {
  const { rows } = await sql<{ shop_id: string; folder: string }>`
    delete from file
    where scope = 'withdrawn' or (scope in ('added', 'catalogue') and added_at < ${new Date(deps.clock.now() - keptMs)}
      and file_id not in (${inUse}))
    returning shop_id, folder
  `.execute(deps.db)
  for (const row of rows) await removeShelved(shelfOf(deps, row.shop_id), row.folder)
  return rows.length
}
