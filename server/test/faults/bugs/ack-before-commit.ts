// I1: in the server's first life, a message is answered before its commit, which never comes: the answer is given time to reach the
// device, and then the server dies. Seq and hash in the answer are the real ones; only the promise is not true.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const died = join(process.env['DATA_DIR'] ?? '', 'died-early')
/** The one of the first life that is answered early. */
const fatal = 5
/** The answer is in the device's file by then, over a good line. */
const underwayMs = 400

const query = Reflect.get(pg.Pool.prototype, 'query') as (...args: unknown[]) => unknown
let appends = 0
const early: (this: pg.Pool, ...args: unknown[]) => unknown = function (...args) {
  const [config] = args
  const isAppend = typeof config === 'object' && config !== null && 'name' in config && config.name === 'log_append'
  const isFatal = isAppend && ++appends === fatal && !existsSync(died)
  return isFatal ? answerEarly(this, config as pg.QueryConfig) : Reflect.apply(query, this, args)
}
Object.assign(pg.Pool.prototype, { query: early })

async function answerEarly(pool: pg.Pool, config: pg.QueryConfig): Promise<pg.QueryResult> {
  writeFileSync(died, '')
  const client = await pool.connect()
  await client.query('begin')
  const answer = await client.query(config)
  void dieSoon()
  return answer
}

async function dieSoon(): Promise<void> {
  await pause(underwayMs)
  process.kill(process.pid, 'SIGKILL')
}
