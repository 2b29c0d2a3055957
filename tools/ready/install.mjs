import { existsSync } from 'node:fs'
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
    // A first install takes exactly what the lockfile says; later ones change what differs, under a server that may be running.
    const command = existsSync(modules) ? 'install' : 'ci'
    // Whatever the machine's npm is set to leave out: the checks are in devDependencies, Node and PostgreSQL in optionalDependencies.
    const args = [command, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    run('npm', args, { env: { ...process.env, npm_config_update_notifier: 'false' } })
  })
}
