import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { say } from './run.mjs'

const oldest = 24

/**
 * The Node that came with the lockfile; where none is built for this machine, or it doesn't run here (musl, an old glibc), this one if it
 * is new enough.
 */
export function chooseNode(brought = join(root, 'node_modules', '.bin', 'node'), own = process) {
  const there = existsSync(brought)
  if (there && spawnSync(brought, ['--version']).status === 0) return brought
  const why = there ? 'The one that came along doesn’t run on this machine' : 'None came along for this machine'
  if (Number.parseInt(own.versions.node, 10) < oldest) {
    throw new Error(
      `Bobber runs on Node ${oldest} or newer. ${why}, and this is ${own.version}: install a newer one from https://nodejs.org.`,
    )
  }
  if (there) say(`${why}; going on with ${own.execPath} (${own.version}).`)
  return own.execPath
}
