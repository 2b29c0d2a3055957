import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Layout } from './layout.ts'

/** The pid of the database that runs on this cluster, if one does. A zombie, or a stranger who got the old pid, doesn't count. */
export function runningPid(layout: Layout): number | undefined {
  const file = join(layout.cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0])
  return Number.isSafeInteger(pid) && pid > 1 && worksIn(pid) === layout.cluster ? pid : undefined
}

/** Has postmaster.pid's last line said that connections are taken? */
export function isReady(layout: Layout): boolean {
  const file = join(layout.cluster, 'postmaster.pid')
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
}

/**
 * Clears what an earlier run left on a cluster that nobody else holds: stops an orphan (its guard, too, was killed), waits for the
 * children of a killed postmaster, and only then removes its pid and lock files. PostgreSQL would refuse to start when the old pid
 * now belongs to a stranger; removed while children still run, the files' loss would let two databases write one cluster.
 */
export async function clearLeftovers(layout: Layout): Promise<'clean' | 'orphanStopped'> {
  const orphan = runningPid(layout)
  if (orphan !== undefined) await endPostgres(layout, orphan)
  for (let waited = 0; processesIn(layout.cluster).length > 0; waited += 20) {
    if (waited >= 5_000) for (const pid of processesIn(layout.cluster)) process.kill(pid, 'SIGKILL')
    await pause(20)
  }
  for (const file of [
    join(layout.cluster, 'postmaster.pid'),
    ...['', '.lock'].map((end) => join(layout.socketDir, `.s.PGSQL.5432${end}`)),
  ]) {
    rmSync(file, { force: true })
  }
  return orphan === undefined ? 'clean' : 'orphanStopped'
}

/** Fast shutdown; immediate shutdown if that takes over 10 s (a backend stuck in a system call). */
export async function endPostgres(layout: Layout, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (worksIn(pid) === layout.cluster) process.kill(pid, signal)
    for (let waited = 0; waited < 10_000 && worksIn(pid) === layout.cluster; waited += 20) await pause(20)
  }
}

/** Every process that works in the cluster: postmaster, helpers, backends. */
export function processesIn(cluster: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && worksIn(pid) === cluster)
}

/** A process's working folder: PostgreSQL's is its cluster. undefined for a zombie, a stranger's process, none. */
function worksIn(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}
