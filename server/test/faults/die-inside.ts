// Loaded into the server of a fault run (--import): kills a process in the middle of a commit, when told to. A commit is an append of the
// lane in autocommit, or the packet that ends a module's transaction. It is handed to the database, a moment passes, and then the server
// or the database is gone. This process does nothing meanwhile, so the answer can't have been heard: what was killed was inside.
import { appendFileSync } from 'node:fs'
import pg from 'pg'

/** The next commit's end: of this process, or of the database whose postmaster and other processes are named. */
export type Strike =
  | { whom: 'server'; afterMs: number; file: string }
  | { whom: 'database'; afterMs: number; file: string; pids: number[] }
  | { whom: 'nobody' }
/** One line of the file: what was killed inside of which commit. */
export interface Struck {
  whom: 'server' | 'database'
  commit: Commit
}
type Commit = 'lane' | 'transaction'

let armed: Strike = { whom: 'nobody' }
process.on('message', (message) => {
  armed = message as Strike
})
process.channel?.unref()

const query = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
const asked: (this: pg.Client, ...args: unknown[]) => unknown = function (...args) {
  const commit = commitIn(args[0])
  const answer: unknown = Reflect.apply(query, this, args)
  if (commit !== null) strike(armed, commit)
  return answer
}
Object.assign(pg.Client.prototype, { query: asked })

function commitIn(config: unknown): Commit | null {
  if (typeof config === 'string') return config.endsWith(';commit') ? 'transaction' : null
  return typeof config === 'object' && config !== null && 'name' in config && config.name === 'log_append' ? 'lane' : null
}

function strike(order: Strike, commit: Commit): void {
  if (order.whom === 'nobody') return
  armed = { whom: 'nobody' }
  for (const end = performance.now() + order.afterMs; performance.now() < end;);
  const note = () => appendFileSync(order.file, `${JSON.stringify({ whom: order.whom, commit } satisfies Struck)}\n`)
  if (order.whom === 'server') {
    note()
    process.kill(process.pid, 'SIGKILL')
  } else if (order.pids.filter((pid) => kill(pid)).length > 0) note()
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false // it was gone already
  }
}
