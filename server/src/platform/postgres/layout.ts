import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { openDataFolder } from '../data-folder.ts'
import { assertReachable, type RunAs } from './run-as.ts'

/** Where everything of one embedded database lies. All folders are private (0700). */
export interface Layout {
  /** DATA_DIR itself. */
  dataDir: string
  /** PGDATA. */
  cluster: string
  /** Folder of the socket; short, since socket paths end at 107 bytes. */
  socketDir: string
  password: string
}

const longestSocketPath = 107
const socketName = '/.s.PGSQL.5432'

/** Makes what is missing below `dataDir`. Throws CannotStart when the folder cannot be used. */
export function layOut(wanted: string, runAs: RunAs): Layout {
  const dataDir = openDataFolder(wanted)
  // Whoever may enter this folder meets only private things in it; somebody else's database user has to pass through.
  chmodSync(dataDir, runAs.how === 'nobody' ? 0o711 : 0o700)
  assertReachable(runAs, dataDir)
  const cluster = join(dataDir, 'postgres')
  const near = join(dataDir, 'socket')
  const socketDir = Buffer.byteLength(near + socketName) <= longestSocketPath ? near : farSocketDir(dataDir)
  if (!existsSync(socketDir)) mkdirSync(socketDir, { mode: 0o700 })
  runAs.give(socketDir)
  return { dataDir, cluster, socketDir, password: keptPassword(dataDir, cluster) }
}

/** For a DATA_DIR with a long path: a folder named after it in the machine's temporary folder, never one that another user made. */
function farSocketDir(dataDir: string): string {
  const folder = join(tmpdir(), `bobber-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  if (!existsSync(folder)) return folder
  const found = lstatSync(folder)
  const mine = found.isDirectory() && (found.uid === process.getuid?.() || process.getuid?.() === 0) && (found.mode & 0o077) === 0
  if (mine) return folder
  throw new CannotStart('socketFolderTaken', `${folder} is not private to this user.`, 'Remove it, or set DATA_DIR to a shorter path.')
}

/** Made once, kept beside the cluster, readable by its owner only: a socket alone opens nothing. */
function keptPassword(dataDir: string, cluster: string): string {
  const file = join(dataDir, 'postgres.password')
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (kept !== '') return kept
  if (existsSync(cluster)) {
    throw new CannotStart(
      'passwordMissing',
      `${file} is missing or empty: nothing else opens the database.`,
      'Put it back from your backup.',
    )
  }
  // An empty one is what a power cut left of an earlier try.
  rmSync(file, { force: true })
  writeOnce(file, randomBytes(24).toString('base64url'))
  return readFileSync(file, 'utf8')
}

/** Whole and on the disk, or not at all; of two starts at once one writes it. */
function writeOnce(file: string, text: string): void {
  const partial = `${file}.${process.pid}`
  const handle = openSync(partial, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    linkSync(partial, file)
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault
  } finally {
    rmSync(partial)
  }
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
