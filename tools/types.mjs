// Checks the types of every project in the workspace; each has its own because browsers, servers and JSX differ.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './ready/root.mjs'

const projects = ['.', 'packages/client', 'apps/storefront', 'apps/console', 'e2e']
const failed = projects.filter(
  (project) => spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', project], { cwd: root, stdio: 'inherit' }).status !== 0,
)
process.exitCode = failed.length > 0 ? 1 : 0
