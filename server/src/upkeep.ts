import { forgetKeys } from './log/once.ts'
import { signGrownHeads } from './modules/conversations/index.ts'
import { forgetNetworks, sweepUnused } from './modules/files/index.ts'
import { forgetImports, picturesInUse } from './modules/stock/index.ts'
import type { Deps } from './platform/deps.ts'

const minute = 60_000

/** What has to be done again and again. Answers how to stop. */
export function keepUp(deps: Deps): () => void {
  const stops = [
    // Keys that another node rotated are known well within a rotation's grace (sealing.md V14).
    every(deps, minute, () => deps.vault.refresh()),
    every(deps, 60 * minute, async () => {
      await forgetImports(deps)
      await sweepUnused(deps, picturesInUse)
    }),
    every(deps, 60 * minute, () => signGrownHeads(deps)),
    every(deps, 60 * minute, () => forgetNetworks(deps)),
    every(deps, 60 * minute, () => forgetKeys(deps.db, deps.clock.now())),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function every({ logger }: Deps, ms: number, work: () => Promise<unknown>): () => void {
  const timer = setInterval(() => {
    work().catch((fault: unknown) => logger.error({ err: fault }, 'upkeep failed'))
  }, ms)
  timer.unref()
  return () => clearInterval(timer)
}
