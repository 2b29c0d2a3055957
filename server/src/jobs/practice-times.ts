import { sql } from 'kysely'
import type { Log, Tx } from '../log/index.ts'

/**
 * A practice shop says when a job is due by its own clock; the jobs' table goes by the world's. How far they are apart stays as it is until
 * the promise is committed: a clock that is moved meanwhile waits for that, and then brings this job forward with the others (G33).
 */
export function inWorldTime(log: Log): Log {
  const worldly = (tx: Tx): Tx => ({
    ...tx,
    async enqueue(task, payload, options = {}) {
      if (options.runAt === undefined) return tx.enqueue(task, payload, options)
      const { rows } = await sql<{ ahead: number }>`
        select clock_ahead_ms as ahead from shop where shop_id = ${tx.shopId} for share
      `.execute(tx.db)
      return tx.enqueue(task, payload, { ...options, runAt: options.runAt - (rows[0]?.ahead ?? 0) })
    },
  })
  return {
    ...log,
    transact: (shopId, work, early) => log.transact(shopId, (tx) => work(worldly(tx)), early),
    once: (asker, route, call, body, work, early) => log.once(asker, route, call, body, (tx) => work(worldly(tx)), early),
  }
}
