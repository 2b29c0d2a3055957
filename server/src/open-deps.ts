import { join } from 'node:path'
import type { Config } from './config.ts'
import { windowSms } from './integrations/sms/window-sms.ts'
import { inWorldTime } from './jobs/practice-times.ts'
import { installJobs } from './jobs/worker.ts'
import { erasuresFile } from './log/erasures.ts'
import { witnessFile } from './log/incarnation.ts'
import { openLog } from './log/index.ts'
import { createAliases, namesTogether } from './modules/people/index.ts'
import { openShopClock } from './modules/shops/index.ts'
import { openStore } from './open-store.ts'
import type { Deps } from './platform/deps.ts'
import { newId } from './platform/ids.ts'
import { migrate } from './platform/migrate.ts'
import { createSignal } from './platform/signal.ts'
import { openVault } from './platform/vault/vault.ts'
import type { ServerWindow } from './platform/window.ts'
import type { Releases } from './release.ts'

/** Everything below the edges, in the order it needs each other: what the server and the command line share. */
export async function openDeps(config: Config, window: ServerWindow, releases: Releases, { beside = false } = {}): Promise<Deps> {
  const { logger, pool, db, pinned } = await openStore(config, releases, { beside })
  await migrate(pool)
  await installJobs(pool)
  const vault = await openVault({ keyFile: config.masterKeyFile, db: pool })
  const clock = await openShopClock(db, config.clock, { beside })
  const onFault = (fault: unknown) => logger.error({ err: fault }, 'fault')

  const aliases = createAliases()
  await aliases.refresh(db, undefined)
  const people = { names: namesTogether(db, vault), alias: (shopId: string, personId: string) => aliases.alias(shopId, personId) }
  const witness = witnessFile(join(config.dataDir, 'log-witness.json'))
  const opened = await openLog({ pool, pinned, vault, clock, people, newId, witness, onFault })
  releases.push('log', () => opened.stop())
  const log = clock.practice ? inWorldTime(opened) : opened

  return {
    config,
    pool,
    db,
    vault,
    clock,
    log,
    erasures: erasuresFile(join(config.dataDir, 'erasures')),
    aliases,
    newId,
    logger,
    window,
    sms: windowSms(window),
    lan: () => null,
    sessionsRevoked: createSignal(onFault),
    clockMoved: createSignal(onFault),
  }
}
