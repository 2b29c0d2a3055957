import { expect, test } from 'vitest'
import { deliberateBugs } from './bugs.ts'
import { run } from './run.ts'
import { shrink } from './shrink.ts'

/** Within so many seeds a bug must show. */
const seeds = 40

test.for(Object.entries(deliberateBugs))('SDK20 an invariant can break: %s', { timeout: 30_000 }, async ([, bug]) => {
  const broken = new Set<string>()
  for (let seed = 1; seed <= seeds && !broken.has(bug.breaks); seed++) {
    for (const { rule } of (await run(seed, bug.tamper())).violations) broken.add(rule)
  }
  expect(broken).toContain(bug.breaks)
})

test('SDK20 a failing history is cut down to one that still fails', { timeout: 30_000 }, async () => {
  const bug = deliberateBugs['duplicateOnRetry']
  if (bug === undefined) throw new Error('no such bug')
  const fails = async (seed: number, steps?: Parameters<typeof run>[2]) => (await run(seed, bug.tamper(), steps)).violations.length > 0
  let seed = 1
  while (!(await fails(seed))) seed++
  const { steps } = await run(seed, bug.tamper())
  const shortest = await shrink(steps, (part) => fails(seed, part))
  expect(shortest.length).toBeLessThan(steps.length / 2)
  expect(await fails(seed, shortest)).toBe(true)
})

test('SDK20 the same seed gives the same history', async () => {
  const [one, other] = [await run(7), await run(7)]
  expect(other).toEqual(one)
})
