import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
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
  const dataDir = usableFolder(wanted)
  // Whoever may enter this folder meets only private things in it; somebody else's database user has to pass through.
  chmodSync(dataDir, runAs.how === 'nobody' ? 0o711 : 0o700)
  assertReachable(runAs, dataDir)
  const cluster = join(dataDir, 'postgres')
  const near = join(dataDir, 'socket')
  const socketDir = Buffer.byteLength(near + socketName) <= longestSocketPath ? near : farSocketDir(dataDir)
  if (!existsSync(socketDir)) mkdirSync(socketDir, { mode: 0o700 })
  runAs.give(socketDir)
  return { dataDir, cluster, socketDir, password: keptPassword(join(dataDir, 'postgres.password')) }
}

function usableFolder(wanted: string): string {
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 })
    accessSync(wanted, constants.R_OK | constants.W_OK | constants.X_OK)
    const owner = statSync(wanted).uid
    if (owner !== process.getuid?.()) throw new Error(`it belongs to the user with id ${owner}`)
    return realpathSync(wanted)
  } catch (cause) {
    throw new CannotStart(
      'dataDirUnusable',
      `DATA_DIR ${wanted} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Set DATA_DIR to a folder of your own, or start Bobber as the user who owns it.',
      { cause },
    )
  }
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
function keptPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}
