// Loaded into a server (--import) to prove that the checker can fail: messages are answered before their commit. Seq and hash in the
// answer are the real ones; only the promise is not true yet.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** Long enough that a kill finds a message that was answered and not committed. */
const lateMs = 60

const query = Reflect.get(pg.Pool.prototype, 'query') as (...args: unknown[]) => unknown
const early: (this: pg.Pool, ...args: unknown[]) => unknown = function (...args) {
  const [config] = args
  const isAppend = typeof config === 'object' && config !== null && 'name' in config && config.name === 'log_append'
  return isAppend ? answerEarly(this, config as pg.QueryConfig) : Reflect.apply(query, this, args)
}
Object.assign(pg.Pool.prototype, { query: early })

async function answerEarly(pool: pg.Pool, config: pg.QueryConfig): Promise<pg.QueryResult> {
  const client = await pool.connect()
  let answer: pg.QueryResult
  try {
    await client.query('begin')
    answer = await client.query(config)
  } catch (fault) {
    client.release(true)
    throw fault
  }
  void commitLater(client)
  return answer
}

async function commitLater(client: pg.PoolClient): Promise<void> {
  await pause(lateMs)
  await client.query('commit').then(
    () => client.release(),
    () => client.release(true),
  )
}
