import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

/** Keeps the master key out of every repository that the folder may stand in, and marks the folder as ours. */
const marker = '# Bobber keeps everything in this folder, its master key too: nothing of it belongs in a repository.\n*\n'

/** What a folder may hold that is put together by hand: from a backup, or on a disk of its own. */
const ours = /^(keys|files|log|address|erasures|log-witness\.json|postgres.*|lost\+found)$/

/**
 * DATA_DIR itself, made when it is missing, then private to this user. A folder with something else in it stays as it is: who says
 * DATA_DIR=/tmp doesn't mean that nobody else may use /tmp. Throws CannotStart.
 */
export function openDataFolder(wanted: string): string {
  const folder = usable(wanted)
  if (!isMarked(folder)) {
    const strange = readdirSync(folder).find((name) => !ours.test(name) && !isEmptyMarker(folder, name))
    if (strange !== undefined) {
      throw new CannotStart(
        'dataDirForeign',
        `DATA_DIR ${folder} holds something else (${strange}).`,
        'Set DATA_DIR to a folder of its own: an empty one, or one that is not there yet.',
      )
    }
    chmodSync(folder, 0o700)
    writeFileSync(join(folder, '.gitignore'), marker)
  }
  return folder
}

function usable(wanted: string): string {
  try {
    makeFolder(wanted, 0o700)
    const found = statSync(wanted)
    if (!found.isDirectory()) throw new Error('it is no folder')
    if (found.uid !== process.getuid?.()) throw new Error(`it belongs to the user with id ${found.uid}`)
    accessSync(wanted, constants.R_OK | constants.W_OK | constants.X_OK)
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

/** Not mkdir's own `recursive`: where a file system has no room for folders, as /proc has none, that tries for ever. */
function makeFolder(folder: string, mode?: number): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, mode)
  } catch (fault) {
    if (!existsSync(folder)) throw fault // else another start was quicker
  }
}

function isMarked(folder: string): boolean {
  const file = join(folder, '.gitignore')
  return existsSync(file) && readFileSync(file, 'utf8') === marker
}

/** A first start that was killed before its first word was written. */
function isEmptyMarker(folder: string, name: string): boolean {
  return name === '.gitignore' && statSync(join(folder, name)).size === 0
}
