import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { Binaries } from './binaries.ts'

/** Debian's and everyone's "nobody". */
const nobody = 65534

/** How the database's programs are run: PostgreSQL refuses to run as root, so root hands over to somebody else. */
export interface RunAs {
  how: 'self' | 'namespace' | 'nobody'
  /** Turns a program and its arguments into what to spawn. */
  command(file: string, args: string[]): { file: string; args: string[]; options: { uid?: number; gid?: number } }
  /** Gives a folder or file to the one who runs the database. */
  give(path: string): void
}

const self: RunAs = { how: 'self', command: (file, args) => ({ file, args, options: {} }), give: () => undefined }

/**
 * Inside a user namespace root looks like nobody to PostgreSQL, and stays root to the file system: binaries and data below
 * a folder of mode 700, such as /root, stay reachable; nothing is copied, nothing changes hands.
 */
const namespaceArgs = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`]
const namespace: RunAs = {
  how: 'namespace',
  command: (file, args) => ({ file: 'unshare', args: [...namespaceArgs, file, ...args], options: {} }),
  give: () => undefined,
}

/** Where user namespaces are forbidden (some containers): a real change of user, who must be able to reach everything. */
const asNobody: RunAs = {
  how: 'nobody',
  command: (file, args) => ({ file, args, options: { uid: nobody, gid: nobody } }),
  give: (path) => chownSync(path, nobody, nobody),
}

/** Picks the way for this process and machine. */
export function chooseRunAs(): RunAs {
  if (process.getuid?.() !== 0) return self
  return spawnSync('unshare', [...namespaceArgs, 'true']).status === 0 ? namespace : asNobody
}

/** For tests: the way that is taken where user namespaces are forbidden. */
export const runAsNobody: RunAs = asNobody

export function reaches(runAs: RunAs, path: string): boolean {
  const { file, args, options } = runAs.command('test', ['-x', path])
  return spawnSync(file, args, { ...options, cwd: '/' }).status === 0
}

/** Where another user's programs reach what lies there; what is private has a folder of its own in it. */
export function openToAll(): string {
  const folder = '/var/lib/bobber'
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  return folder
}

/** Binaries that the database's user can run: copied once to a folder open to all when they lie out of its reach. */
export function reachableBinaries(runAs: RunAs, binaries: Binaries): Binaries {
  if (reaches(runAs, join(binaries.bin, 'postgres'))) return binaries
  const copy = join(openToAll(), `postgres-${binaries.label}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    cpSync(binaries.root, partial, { recursive: true, verbatimSymlinks: true })
    if (existsSync(copy)) rmSync(partial, { recursive: true })
    else renameSync(partial, copy)
  }
  return { ...binaries, root: copy, bin: join(copy, 'bin') }
}

/** Throws CannotStart unless the database's user can get into `folder`. */
export function assertReachable(runAs: RunAs, folder: string): void {
  if (reaches(runAs, folder)) return
  throw new CannotStart(
    'dataDirUnreachable',
    `The database cannot run as root, and the user it runs as cannot reach ${folder}.`,
    'Set DATA_DIR to a folder of its own below /var/lib/bobber, or start Bobber as an ordinary user.',
  )
}
