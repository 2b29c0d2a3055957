// Makes a checkout ready for a task, then becomes that task:  node tools/ready.mjs TASK [arguments]
// Plain JavaScript for Node 18 and newer, without dependencies: on a fresh clone it is the first thing that runs.
// Everything it says goes to stderr; stdout belongs to the task.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './ready/build.mjs'
import { ensureInstalled } from './ready/install.mjs'
import { ensureMachine } from './ready/machine.mjs'
import { chooseNode } from './ready/node.mjs'
import { whenOrphaned } from './ready/orphaned.mjs'
import { root } from './ready/root.mjs'

/** What each task needs beside the packages, and what it runs. */
const tasks = {
  // Young objects die fast here: a small nursery keeps the idle server tens of MB smaller than Node's default of 16 MB per half.
  start: { needs: [ensureBuilt], run: ['--max-semi-space-size=8', '--import', 'tools/ready/with-parent.mjs', 'server/src/main.ts'] },
  test: { needs: [ensureMachine], run: ['tools/test.mjs'] },
  build: { needs: [ensureBuilt], run: ['-e', ''] },
  bobber: { needs: [], run: ['server/src/cli.ts'] },
  simulate: { needs: [], run: ['packages/testkit/src/simulation/cli.ts'] },
  faults: { needs: [], run: ['server/test/faults/cli.ts'] },
  bench: { needs: [ensureBuilt], run: ['bench/src/cli.ts'] },
}

const [name, ...rest] = process.argv.slice(2)
const task = tasks[name]
if (!task) fail(`usage: node tools/ready.mjs ${Object.keys(tasks).join('|')} [arguments]`)
try {
  ensureInstalled()
  const node = chooseNode()
  for (const ensure of task.needs) ensure(node, rest)
  become(node, [...task.run, ...rest])
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

/**
 * Hands this process over to the task. Where Node can, it is replaced (the second start already runs on the Node from the lockfile):
 * signals then reach the task itself, and no second Node stays in memory. Otherwise it waits beside it and passes signals on.
 */
function become(node, args) {
  const environment = {
    // What Node makes of the sources is kept: a process that finds it starts in half of the time.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compile'),
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
  }
  if (process.execve && process.platform === 'linux') process.execve(node, [node, ...absolute(args)], environment)
  // A Ctrl-C has reached the child already, with the whole group; what a supervisor sends reaches only us. The server knows the two apart.
  // Heard before there is a child: a signal in between would end us alone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const child = spawn(node, absolute(args), { stdio: 'inherit', env: environment })
  // The same as with-parent.mjs does, for a first start on a Node that cannot be replaced: this process stands between.
  whenOrphaned(() => child.kill('SIGTERM'))
  child.on('error', (error) => fail(error.message))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

/** The task keeps the caller's working folder, so that file arguments mean what was typed. */
function absolute(args) {
  return args.map((arg, index) => (index < task.run.length && /\.(ts|mjs)$/.test(arg) ? join(root, arg) : arg))
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
