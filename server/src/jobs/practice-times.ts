import type { Log, Tx } from '../log/index.ts'
import type { Clock } from '../platform/clock.ts'

/** A practice shop says when a job is due by its own clock; the jobs' table goes by the world's. */
export function inWorldTime(log: Log, clock: Clock): Log {
  const ahead = (): number => clock.now() - Date.now()
  const worldly = (tx: Tx): Tx => ({
    ...tx,
    enqueue: (task, payload, options = {}) =>
      tx.enqueue(task, payload, options.runAt === undefined ? options : { ...options, runAt: options.runAt - ahead() }),
  })
  return {
    ...log,
    transact: (shopId, work, early) => log.transact(shopId, (tx) => work(worldly(tx)), early),
    once: (asker, route, call, body, work, early) => log.once(asker, route, call, body, (tx) => work(worldly(tx)), early),
  }
}
