import { expect, test } from 'vitest'
import { deliberateBugs } from './bugs.ts'
import { run } from './run.ts'
import { shrink } from './shrink.ts'

/** Within so many seeds a bug must show. */
const seeds = 200

test.for(Object.entries(deliberateBugs))(
  'SDK20 the simulation can fail: %s breaks its rule and no other',
  { timeout: 30_000 },
  async ([, bug]) => {
    let broken: string[] = []
    for (let seed = 1; seed <= seeds && broken.length === 0; seed++) {
      broken = (await run(seed, bug.tamper())).violations.map(({ rule }) => rule)
    }
    expect([...new Set(broken)]).toEqual([bug.breaks])
  },
)

test('SDK20 a failing history is cut down to one that still fails', { timeout: 30_000 }, async () => {
  const bug = deliberateBugs['noteToAll']
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
