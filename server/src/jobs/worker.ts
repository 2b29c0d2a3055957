import type { LogFunctionFactory, TaskList } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Deps } from '../platform/deps.ts'

/** A job's handler, by name. Jobs may run twice and late: a handler looks at the rows before it does anything. */
export type Jobs = Record<string, (payload: unknown) => Promise<void>>

/** Brings the job tables to the library's version; transactions that promise jobs need them. */
export async function installJobs(pool: Pool): Promise<void> {
  const { Logger, runMigrations } = await import('graphile-worker')
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
}

/** No job takes so long: whoever holds one is gone, or frozen. */
const abandonedAfterMs = 5 * 60_000
const lookEveryMs = 60_000

/**
 * Does the jobs, two at a time, and those again that a killed server held: the library itself leaves them for four hours (G33). `alone`: no
 * other server works on this database, so whatever is held now is held by a dead one. Answers how to stop: what runs is finished first.
 */
export async function startJobs(
  deps: Pick<Deps, 'pool' | 'logger' | 'clock' | 'clockMoved'>,
  jobs: Jobs,
  { alone }: { alone: boolean },
): Promise<() => Promise<void>> {
  const { Logger, run } = await import('graphile-worker')
  await takeOver(deps.pool, alone ? 0 : abandonedAfterMs)
  const taskList: TaskList = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, (payload: unknown) => job(payload)]))
  const runner = await run({
    pgPool: deps.pool,
    taskList,
    concurrency: 2,
    // A practice clock may bring hours in a second, and whoever moved it watches what happens.
    pollInterval: deps.clock.practice ? 500 : 5_000,
    noHandleSignals: true,
    logger: new Logger(into(deps.logger)),
  })
  const undo = deps.clockMoved.listen(({ byMs }) => {
    bringForward(deps.pool, byMs).catch((fault: unknown) => deps.logger.error({ err: fault }, 'jobs did not follow the practice clock'))
  })
  const takingOver = setInterval(() => {
    takeOver(deps.pool, abandonedAfterMs).catch((fault: unknown) => deps.logger.error({ err: fault }, 'abandoned jobs were not taken over'))
  }, lookEveryMs)
  return async () => {
    clearInterval(takingOver)
    undo()
    await runner.stop()
  }
}

/** Whoever locked a job so long ago does it no more. */
async function takeOver(pool: Pool, heldForMs: number): Promise<void> {
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = null, locked_by = null
     where locked_at <= now() - make_interval(secs => $1::float8 / 1000)`,
    [heldForMs],
  )
}

/** What was due in an hour is due now, when the shop's clock went an hour forward. */
async function bringForward(pool: Pool, byMs: number): Promise<void> {
  await pool.query(
    `update graphile_worker._private_jobs set run_at = run_at - make_interval(secs => $1::float8 / 1000) where run_at > now()`,
    [byMs],
  )
}

/** The library's words into our log; its chatter about polling stays out. */
function into(logger: Deps['logger']): LogFunctionFactory {
  return (scope) => (level, message) => {
    if (level === 'error') logger.error({ job: scope.taskIdentifier, jobId: scope.jobId }, message)
    else if (level === 'warning') logger.warn({ job: scope.taskIdentifier, jobId: scope.jobId }, message)
  }
}
