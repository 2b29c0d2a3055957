import { spawnSync } from 'node:child_process'
import { root } from './root.mjs'

/** Runs a program to its end, its output on stderr. Throws with what failed. */
export function run(file, args, options = {}) {
  const done = spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (done.error) throw new Error(`${file} could not be run: ${done.error.message}`)
  if (done.status !== 0) throw new Error(`${file} ${args.join(' ')} failed (${done.status ?? done.signal})`)
}

/** Tells what is being done, on stderr. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}
