import { expect, test } from 'vitest'
import { runSeeds } from './seeds.ts'

test('I1 I2 I3 I4 I5 hold on every device after any history: the first thousand seeds', { timeout: 120_000 }, async () => {
  const { broken, entries, acks, restores } = await runSeeds(1, 1_000)
  expect(broken).toBeNull()
  // A simulation in which little happens proves little.
  expect(Math.min(entries, acks)).toBeGreaterThan(5_000)
  expect(restores).toBeGreaterThan(10)
})
