// All checks, cheapest first; nothing stops at a failure. The last line counts checks and tests together.
//   npm test                  all of them
//   npm test -- lint pure     some of them, by name
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserPath, hasOwnPostgres } from './ready/machine.mjs'
import { root } from './ready/root.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'bobber-checks-'))
const bin = (name) => join(root, 'node_modules', '.bin', name)
const node = (...args) => [process.execPath, args]

const checks = [
  { name: 'format', run: () => check(bin('oxfmt'), ['--check', '.']) },
  { name: 'lint', run: () => check(bin('oxlint'), ['--type-aware', '--deny-warnings']) },
  { name: 'types', run: () => check(...node('tools/types.mjs')) },
  { name: 'spec', run: () => check(...node('tools/spec-check.mjs')) },
  { name: 'knip', run: () => check(bin('knip'), ['--no-progress']) },
  { name: 'build', run: () => check(...node('tools/ready.mjs', 'build')) },
  { name: 'pure', run: () => vitest('pure') },
  { name: 'pg', run: () => vitest('pg') },
  {
    name: 'own',
    run: () =>
      hasOwnPostgres() ? vitest('pg', { environment: { TEST_DATABASE: 'own' } }) : skip(1, 'no PostgreSQL of its own on this machine'),
  },
  { name: 'browser', run: () => (browserPath() === undefined ? withoutBrowser() : vitest('browser')) },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !checks.some((each) => each.name === name))
if (unknown.length > 0) {
  process.stderr.write(`no such check: ${unknown.join(', ')} (there are ${checks.map((each) => each.name).join(', ')})\n`)
  process.exit(1)
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const { name, run } of checks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const began = Date.now()
  const result = run()
  for (const key of Object.keys(total)) total[key] += result[key]
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  process.stdout.write(
    `${result.failed > 0 ? 'FAILED' : 'ok'}  ${name}  ${counts(result)}  ${seconds} s${result.why ? `  (${result.why})` : ''}\n`,
  )
}
rmSync(scratch, { recursive: true, force: true })
process.stdout.write(`${counts(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0

function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function skip(skipped, why) {
  return { passed: 0, failed: 0, skipped, why }
}

/** Starting and stopping is tried without one; each file of stories that are told in a browser counts as skipped. */
function withoutBrowser() {
  const started = vitest('browser', { files: ['e2e/start.e2e.ts'] })
  const left = skip(globSync('e2e/*.e2e.ts', { cwd: root }).length - 1, 'no Chromium on this machine: each file of its tests counts as one')
  return { ...started, skipped: started.skipped + left.skipped, why: left.why }
}

/** A check that is one program: shown only when it has something to say. */
function check(file, args) {
  const done = spawnSync(file, args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 })
  const good = done.status === 0
  if (!good) process.stdout.write(`${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`)
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 }
}

/** One of vitest's projects, counted from its report: a run that dies or leaks without a failed test is a failure, too. */
function vitest(project, { environment = {}, files = [] } = {}) {
  const report = join(scratch, `${project}.json`)
  rmSync(report, { force: true })
  const args = [
    'run',
    ...files,
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    // A browser waits for the server about half of its time; three of them would wait for each other.
    ...(project === 'browser' ? ['--maxWorkers=2'] : []),
  ]
  const done = spawnSync(bin('vitest'), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  })
  if (!existsSync(report)) return { passed: 0, failed: done.status === 0 ? 0 : 1, skipped: 0 }
  const { numPassedTests: passed, numFailedTests: failed, numTotalTests: all } = JSON.parse(readFileSync(report, 'utf8'))
  return { passed, failed: done.status === 0 ? failed : Math.max(failed, 1), skipped: all - passed - failed }
}
