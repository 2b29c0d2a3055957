import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { untilWaiting } from '../../test/until-waiting.ts'
import { createShopClock } from '../modules/shops/shop-clock.ts'
import { clockMove } from '../modules/shops/commands/shop.ts'
import { callExtras, testShop, type TestShop } from '../modules/stock/stock.builders.ts'
import { inWorldTime } from './practice-times.ts'
import { startJobs } from './worker.ts'

const hour = 3_600_000
let shop: TestShop
beforeAll(async () => {
  shop = await testShop()
})
afterAll(() => shop.close())

/** Does jobs of one kind; answers what was done, and how to stop. */
async function worker(task: string, alone: boolean) {
  const done: unknown[] = []
  const stop = await startJobs(shop.deps, { [task]: (payload) => Promise.resolve(void done.push(payload)) }, { alone })
  return { done, stop }
}

/** A job that a server which is gone took so long ago. */
async function abandoned(task: string, minutes: number): Promise<void> {
  const { db } = shop.deps
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify({ minutes })}::json)`.execute(db)
  await sql`
    update graphile_worker._private_jobs set locked_by = 'gone', locked_at = now() - make_interval(mins => ${minutes})
    where payload->>'minutes' = ${String(minutes)}
  `.execute(db)
}

test('G33 what a killed server held is done at the next start; beside other servers only what nobody can be doing any more', async () => {
  await abandoned('beside', 0)
  await abandoned('beside', 6)
  const beside = await worker('beside', false)
  await expect.poll(() => beside.done).toEqual([{ minutes: 6 }])
  await beside.stop()
  const next = await worker('beside', true)
  await expect.poll(() => next.done).toEqual([{ minutes: 0 }])
  await next.stop()
})

test('G33 a practice clock that is moved while a promise is being made brings that one forward, too', async () => {
  const { deps, owner } = shop
  await sql`update shop set practice = true, clock_ahead_ms = ${hour}`.execute(deps.db)
  const practice = { ...deps, clock: createShopClock(true, hour) }
  const stop: (() => Promise<void>)[] = []
  const done: unknown[] = []
  stop.push(await startJobs(practice, { promised: (payload) => Promise.resolve(void done.push(payload)) }, { alone: true }))
  const moved = Promise.withResolvers<unknown>()
  await inWorldTime(deps.log).transact(owner.shopId, async (tx) => {
    await tx.enqueue('promised', { at: 'half past' }, { runAt: practice.clock.now() + hour / 2 })
    const moving = clockMove(practice, owner, { to: practice.clock.now() + hour }, callExtras)
    await untilWaiting(deps.db, moving)
    moved.resolve(moving)
    return {}
  })
  await moved.promise
  await expect.poll(() => done).toEqual([{ at: 'half past' }])
  for (const end of stop) await end()
})
