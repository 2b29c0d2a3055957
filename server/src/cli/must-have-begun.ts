import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { CannotStart } from '../platform/cannot-start.ts'
import { openDatabase } from '../platform/database.ts'

/** What looks after a shop makes none: where no server has ever started, it says so (G23). Throws CannotStart. */
export async function mustHaveBegun({ dataDir, databaseUrl }: Config): Promise<void> {
  const begun = databaseUrl === null ? existsSync(join(dataDir, 'postgres')) : await isOurs(databaseUrl)
  if (begun) return
  throw new CannotStart(
    'nothingHere',
    `${databaseUrl === null ? dataDir : 'The database of DATABASE_URL'} holds no shop yet.`,
    'Name the folder of the running shop, DATA_DIR=… npm run bobber -- …, or run npm start first.',
  )
}

async function isOurs(connection: string): Promise<boolean> {
  const { pool, close } = await openDatabase({ connection, max: 1 })
  try {
    const { rows } = await pool.query<{ ours: boolean }>(`select to_regclass('shop_head') is not null as ours`)
    return rows[0]?.ours === true
  } finally {
    await close()
  }
}
