import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Config, readConfig } from './config.ts'
import { chooseRunAs, openToAll, reaches, type RunAs } from './platform/postgres/run-as.ts'
import type { ServerWindow } from './platform/window.ts'

/**
 * The options, and where everything is kept when nobody said: beside the checkout, but for root where user namespaces are forbidden and
 * the database's user can't get there, as below /root in many containers. Then it has a folder of its own for each checkout.
 */
export function placed(env: NodeJS.ProcessEnv, window: ServerWindow, howToRun: () => RunAs = chooseRunAs): Config {
  const config = readConfig(env)
  const { dataDir, databaseUrl } = config
  if (env['DATA_DIR']?.trim() || databaseUrl !== null || existsSync(dataDir)) return config
  const runAs = howToRun()
  if (runAs.how !== 'nobody' || reaches(runAs, dirname(dataDir))) return config
  const elsewhere = join(openToAll(), createHash('sha256').update(dataDir).digest('hex').slice(0, 8))
  window.write(`data ${elsewhere}  数据放在这里：数据库不能以 root 运行，也进不了 ${dirname(dataDir)}`)
  window.write(`    Everything is kept there: the database can't run as root, and its user can't reach ${dirname(dataDir)}.`)
  return readConfig({ ...env, DATA_DIR: elsewhere })
}
