import { join } from 'node:path'
import type { Config } from './config.ts'
import { windowSms } from './integrations/sms/window-sms.ts'
import { inWorldTime } from './jobs/practice-times.ts'
import { installJobs } from './jobs/worker.ts'
import { witnessFile } from './log/incarnation.ts'
import { openLog, pinnedPlans } from './log/index.ts'
import { createAliases, personNames } from './modules/people/index.ts'
import { openShopClock } from './modules/shops/index.ts'
import { openDatabase } from './platform/database.ts'
import type { Db, Deps } from './platform/deps.ts'
import { newId } from './platform/ids.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { migrate } from './platform/migrate.ts'
import { type Connection, startPostgres } from './platform/postgres/index.ts'
import { createSignal } from './platform/signal.ts'
import { openVault } from './platform/vault/vault.ts'
import type { ServerWindow } from './platform/window.ts'
import type { Releases } from './release.ts'

/** Everything below the edges, in the order it needs each other: what the server and the command line share. */
export async function openDeps(config: Config, window: ServerWindow, releases: Releases): Promise<Deps> {
  const logger = createLogger(config.logFile, config.logLevel)
  releases.push('logger', () => new Promise((resolve) => logger.flush(() => resolve())))

  const connection = config.databaseUrl ?? (await embedded(config, logger, releases))
  const onIdleError = (fault: Error) => logger.warn({ err: fault }, 'a database connection broke while idle')
  const { pool, db, close } = await openDatabase<unknown>({ connection, onIdleError })
  releases.push('database', close)
  const pinned = await openDatabase<unknown>({ connection, onIdleError, settings: pinnedPlans, max: 8 })
  releases.push('database of the log', pinned.close)
  await migrate(pool)
  await installJobs(pool)

  const vault = await openVault({ keyFile: config.masterKeyFile, db: pool })
  const clock = await openShopClock(db, config.clock)
  const onFault = (fault: unknown) => logger.error({ err: fault }, 'fault')
  const aliases = createAliases()
  await aliases.refresh(db, undefined)
  const names = async (shopId: string, ids: readonly string[]) => personNames(db, await vault.shop(shopId), shopId, ids)
  const people = { names, alias: aliases.alias }
  const witness = witnessFile(join(config.dataDir, 'log-witness.json'))
  const opened = await openLog({ pool, pinned: pinned.pool, vault, clock, people, newId, witness, onFault })
  releases.push('log', () => opened.stop())
  const log = clock.practice ? inWorldTime(opened, clock) : opened

  const shared = { config, pool, db: db as Db, vault, clock, log, aliases, newId, logger, window }
  const signals = {
    sessionsRevoked: createSignal<{ shopId: string; sessionId: string }>(onFault),
    clockMoved: createSignal<{ now: number; byMs: number }>(onFault),
  }
  return { ...shared, ...signals, sms: windowSms(window), lan: () => null }
}

async function embedded(config: Config, logger: Logger, releases: Releases): Promise<Connection> {
  const postgres = await startPostgres({ dataDir: config.dataDir, logger })
  releases.push('postgres', () => postgres.stop())
  return postgres.connection
}
