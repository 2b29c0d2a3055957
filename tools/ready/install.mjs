import { join } from 'node:path'
import { root } from './root.mjs'
import { run, say } from './run.mjs'
import { contentHash, onceFor } from './stamp.mjs'

/** Installs the packages when the lockfile has changed since the last time. */
export function ensureInstalled() {
  const modules = join(root, 'node_modules')
  const wanted = contentHash(['package-lock.json'], `${process.platform} ${process.arch}`)
  onceFor(join(modules, '.bobber-installed'), wanted, () => {
    say('Installing packages (once; about a minute) …')
    // Not `npm ci`: it demands lock entries even for other platforms' optional parts, which a registry mirror may not have, and it would
    // pull the packages out from under a running server. --no-save leaves the lockfile as it is committed.
    // Included whatever the machine's npm leaves out: the checks are in devDependencies, Node and PostgreSQL in optionalDependencies.
    const args = ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    run('npm', args, { env: { ...process.env, npm_config_update_notifier: 'false' } })
  })
}
