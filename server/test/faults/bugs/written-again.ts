// I2: a message that is asked again is written again. So that some are, the database takes its time once: longer than a device waits.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Lane } from '../../../src/log/lane.ts'

/** The one that takes so long. */
const slow = 5
const longerThanPatienceMs = 5_000

const query = Reflect.get(pg.Pool.prototype, 'query') as (...args: unknown[]) => unknown
let appends = 0
const slowly: (this: pg.Pool, ...args: unknown[]) => unknown = async function (...args) {
  const [config] = args
  const isAppend = typeof config === 'object' && config !== null && 'name' in config && config.name === 'log_append'
  if (isAppend && ++appends === slow) await pause(longerThanPatienceMs)
  return Reflect.apply(query, this, args)
}
Object.assign(pg.Pool.prototype, { query: slowly })

const append = Reflect.get(Lane.prototype, 'append')
Lane.prototype.append = async function (entry, attempt) {
  const answer = await Reflect.apply(append, this, [entry, attempt])
  if (answer.ok && answer.repeated) await Reflect.apply(append, this, [{ ...entry, entryId: randomUUID(), clientId: randomUUID() }, 1])
  return answer
}
