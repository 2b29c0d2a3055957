// I1: in the server's first life, a message is answered before its commit, which never comes: once the answer is in the device's file,
// the server dies. Seq and hash in the answer are the real ones; only the promise is not true.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const dataDir = process.env['DATA_DIR'] ?? ''
const died = join(dataDir, 'died-early')
/** Where the devices of the run keep what they were promised (run.ts). */
const devices = join(dataDir, '..', 'devices')
/** The one of the first life that is answered early. */
const fatal = 5
/** A device that was away just then never writes it down; others wait for this server's lock. */
const givesUpAfterMs = 10_000
const lookEveryMs = 10

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
  void dieOnceHeard(String(config.values?.[clientIds]).match(/[\w-]{36}/g) ?? [])
  return answer
}

/** The place of the clientIds among the arguments of log_append. */
const clientIds = 5

async function dieOnceHeard(ids: readonly string[]): Promise<void> {
  const heard = () =>
    readdirSync(devices).some((file) => {
      const text = file.endsWith('.acks') ? readFileSync(join(devices, file), 'utf8') : ''
      return ids.some((id) => text.includes(id))
    })
  for (let waited = 0; waited < givesUpAfterMs && !heard(); waited += lookEveryMs) await pause(lookEveryMs)
  process.kill(process.pid, 'SIGKILL')
}
