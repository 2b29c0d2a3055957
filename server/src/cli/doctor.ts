import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { openDeps } from '../open-deps.ts'
import { authorityFingerprint } from '../platform/tls/index.ts'
import type { Command } from './command.ts'
import { mustHaveBegun } from './must-have-begun.ts'

const GiB = 1024 ** 3

/** Each check answers what it found, and what to do when that is not good. */
export const doctor: Command = {
  help: 'Looks whether everything is well, and says what to do where it is not.',
  options: {},
  async run({ config, window, releases }) {
    await mustHaveBegun(config)
    const deps = await openDeps(config, window, releases, { beside: true })
    const { rows: found } = await deps.pool.query<{ version: string; shops: number; mb: number; overdue: number }>(
      `select current_setting('server_version') as version, (select count(*)::int from shop) as shops,
              (pg_database_size(current_database()) / 1048576)::int as mb,
              (select count(*)::int from graphile_worker._private_jobs
               where run_at < now() - interval '5 min' and attempts < max_attempts) as overdue`,
    )
    const database = found[0]
    const disk = await statfs(config.dataDir)
    const free = (disk.bavail * disk.bsize) / GiB
    const kept = await deps.vault.masterKey.isKept()
    const trusted = await authorityFingerprint(join(config.dataDir, 'keys'))
    const checks: [good: boolean, what: string, remedy: string][] = [
      [true, `Node ${process.version}`, ''],
      [true, `PostgreSQL ${database?.version ?? '?'}, ${database?.shops ?? 0} shop(s), ${database?.mb ?? 0} MB`, ''],
      [true, `fingerprint for phones ${trusted ?? '– (no server has started here yet)'}`, ''],
      [free > 2, `${free.toFixed(1)} GiB free in ${config.dataDir}`, '腾出空间 / make room'],
      [kept, `master key ${config.masterKeyFile}`, '请抄录主钥匙并在控制台确认 / write it down and confirm in the console'],
      [
        !config.plainHttp || config.trustProxy.length > 0,
        `${config.trustProxy.join(', ') || 'no proxy'} in front`,
        '用 TRUST_PROXY 写上代理服务器的地址，否则所有顾客被当成同一个人计数 / name it in TRUST_PROXY: without that all customers count as one',
      ],
      [
        (database?.overdue ?? 0) === 0,
        `${database?.overdue ?? 0} job(s) late by more than 5 min`,
        '看日志 / look into the log: ' + config.logFile,
      ],
    ]
    for (const [good, what, remedy] of checks) window.write(good ? `✓ ${what}` : `✗ ${what} — ${remedy}`)
    return checks.every(([good]) => good)
  },
}
