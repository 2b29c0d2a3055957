import type { Pool } from 'pg'
import type { Config } from './config.ts'
import { pinnedPlans } from './log/index.ts'
import { openDatabase } from './platform/database.ts'
import { openDataFolder } from './platform/data-folder.ts'
import type { Db } from './platform/deps.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { type Connection, startPostgres } from './platform/postgres/index.ts'
import { layOut } from './platform/postgres/layout.ts'
import { isReady, runningPid } from './platform/postgres/leftover.ts'
import { chooseRunAs } from './platform/postgres/run-as.ts'
import type { Releases } from './release.ts'

export interface Store {
  logger: Logger
  pool: Pool
  db: Db
  /** for the log's own statements */
  pinned: Pool
}

/**
 * Log file and database. `beside`: a server may be running on the same folder; then its embedded database is used as it is (the
 * command line), else a second server would be refused.
 */
export async function openStore(config: Config, releases: Releases, { beside = false } = {}): Promise<Store> {
  openDataFolder(config.dataDir)
  const logger = createLogger(config.logFile, config.logLevel)
  releases.push('logger', () => new Promise((resolve) => logger.flush(() => resolve())))
  const running = beside && config.databaseUrl === null ? runningDatabase(config.dataDir) : undefined
  const connection = config.databaseUrl ?? running ?? (await startDatabase(config, logger, releases))

  const onIdleError = (fault: Error) => logger.warn({ err: fault }, 'a database connection broke while idle')
  const { pool, db, close } = await openDatabase<unknown>({ connection, onIdleError })
  releases.push('database', close)
  const pinned = await openDatabase<unknown>({ connection, onIdleError, settings: pinnedPlans })
  releases.push('database of the log', pinned.close)
  return { logger, pool, db, pinned: pinned.pool }
}

async function startDatabase({ dataDir }: Config, logger: Logger, releases: Releases): Promise<Connection> {
  const postgres = await startPostgres({ dataDir, logger })
  releases.push('postgres', () => postgres.stop())
  return postgres.connection
}

/** The embedded database that another process keeps up on this folder; undefined when none does. */
function runningDatabase(dataDir: string): Connection | undefined {
  const layout = layOut(dataDir, chooseRunAs())
  if (runningPid(layout) === undefined || !isReady(layout)) return undefined
  return { host: layout.socketDir, port: 5432, password: layout.password, user: 'bobber', database: 'bobber' }
}
