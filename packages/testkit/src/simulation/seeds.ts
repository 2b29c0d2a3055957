import { expect } from 'vitest'
import { run } from './run.ts'

/** Seeds per test file: two files, so that both cores work. */
export const seedsPerFile = 1_000

/** Runs a stretch of seeds; the first that breaks an invariant fails the test with what it broke. */
export async function expectSeedsHold(from: number): Promise<void> {
  const did = { entries: 0, acks: 0, restores: 0 }
  for (let seed = from; seed < from + seedsPerFile; seed++) {
    const { violations, did: one } = await run(seed)
    expect(violations, `seed ${seed}: npm run -s simulate -- --seeds 1 --from ${seed}`).toEqual([])
    did.entries += one.entries
    did.acks += one.acks
    did.restores += Number(one.restored)
  }
  // A simulation in which little happens proves little.
  expect(did.entries).toBeGreaterThan(5 * seedsPerFile)
  expect(did.acks).toBeGreaterThan(5 * seedsPerFile)
  expect(did.restores).toBeGreaterThan(seedsPerFile / 50)
}
