import { type Run, run } from './run.ts'

export interface Seeds {
  /** the first run that broke an invariant, with the command that shows it */
  broken: { show: string; violations: Run['violations'] } | null
  entries: number
  acks: number
  restores: number
}

/** Runs a stretch of seeds until one breaks an invariant. */
export async function runSeeds(from: number, count: number): Promise<Seeds> {
  const seeds: Seeds = { broken: null, entries: 0, acks: 0, restores: 0 }
  for (let seed = from; seed < from + count && seeds.broken === null; seed++) {
    const { violations, did } = await run(seed)
    seeds.entries += did.entries
    seeds.acks += did.acks
    seeds.restores += Number(did.restored)
    if (violations.length > 0) seeds.broken = { show: `npm run -s simulate -- --seeds 1 --from ${seed}`, violations }
  }
  return seeds
}
