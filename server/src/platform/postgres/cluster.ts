import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { Binaries } from './binaries.ts'
import type { Layout } from './layout.ts'
import type { RunAs } from './run-as.ts'

/** The role that owns the cluster; the server itself connects as an ordinary one. */
export const keeper = 'keeper'

/**
 * Makes the cluster if there is none yet. Built beside its place, in a folder that only this start knows, and renamed: a kill in
 * the middle leaves no half of one, and an initdb that outlived its killed server disturbs nobody.
 */
export function ensureCluster(layout: Layout, binaries: Binaries, runAs: RunAs): void {
  const versionFile = join(layout.cluster, 'PG_VERSION')
  if (existsSync(layout.cluster)) return assertVersion(readFileSync(versionFile, 'utf8').trim(), binaries.major)
  removeHalves(layout.cluster)
  const partial = mkdtempSync(`${layout.cluster}.new-`)
  runAs.give(partial)
  const passwordFile = join(layout.socketDir, 'password')
  writeFileSync(passwordFile, `${layout.password}\n`, { mode: 0o600 })
  runAs.give(passwordFile)
  try {
    initialise(partial, passwordFile, binaries, runAs)
  } finally {
    rmSync(passwordFile)
  }
  renameSync(partial, layout.cluster)
}

/** What killed first starts left. Their initdb may still be writing there for a moment: then the next start removes it. */
function removeHalves(cluster: string): void {
  const folder = dirname(cluster)
  for (const name of readdirSync(folder).filter((each) => each.startsWith(`${basename(cluster)}.new-`))) {
    try {
      rmSync(join(folder, name), { recursive: true, force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error
    }
  }
}

function initialise(folder: string, passwordFile: string, binaries: Binaries, runAs: RunAs): void {
  const { file, args, options } = runAs.command(join(binaries.bin, 'initdb'), [
    `--pgdata=${folder}`,
    `--username=${keeper}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--data-checksums',
    // Sorted by code point everywhere, so that an index built on one machine is right on another; C.UTF-8 knows Chinese letters as letters.
    ...(binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : [`--locale=${libcLocale()}`]),
    '--no-instructions',
  ])
  const done = spawnSync(file, args, { ...options, cwd: '/', encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } })
  if (done.status !== 0) throw new Error(`initdb failed in ${folder}: ${done.stderr || done.error?.message || ''}`, { cause: done.error })
}

function libcLocale(): string {
  const known = spawnSync('locale', ['-a'], { encoding: 'utf8' }).stdout ?? ''
  return /^C\.utf-?8$/im.test(known) ? 'C.UTF-8' : 'C'
}

function assertVersion(found: string, major: number): void {
  if (found === String(major)) return
  throw new CannotStart(
    'postgresVersion',
    `The data folder was made by PostgreSQL ${found}; this copy brings ${major}.`,
    `Back up with the copy of Bobber that made it, and restore the backup with this one.`,
  )
}
