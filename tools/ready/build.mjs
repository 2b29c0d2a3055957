import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { run, say } from './run.mjs'
import { contentHash, onceFor } from './stamp.mjs'

const shared = ['packages/protocol/src', 'packages/domain/src', 'packages/client/src', 'package-lock.json']

/** Builds the web apps whose sources have changed since their last build. */
export function ensureBuilt(node) {
  for (const app of ['storefront', 'console']) {
    const folder = join(root, 'apps', app)
    if (!existsSync(join(folder, 'index.html'))) continue
    onceFor(join(folder, 'dist', '.built-from'), contentHash([`apps/${app}`, ...shared]), () => {
      say(`Building the ${app} …`)
      // Whatever the caller's shell says: a build for tests or development is larger than the pages may be.
      const env = { ...process.env, NODE_ENV: 'production' }
      run(node, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { cwd: folder, env })
    })
  }
}
