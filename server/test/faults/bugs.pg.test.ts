import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '@bobber/testkit/random'
import { afterAll, beforeAll, test } from 'vitest'
import type { Violation } from './history.ts'
import { type Prepared, runFaults } from './run.ts'
import { foundShop } from './shop-under-fire.ts'

const seed = 20_261_122
const clients = 12

let folder: string
/** One shop for all: each of the runs takes a copy. */
let prepared: Prepared
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bobber-shop-'))
  const dataDir = join(folder, 'data')
  const random = seededRandom(seed)
  prepared = { dataDir, founded: await foundShop(dataDir, clients, (bound) => random.below(bound)) }
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const bug = (url: URL) => fileURLToPath(url)
const bugs: [rule: Violation['rule'], preload: string][] = [
  ['I1', bug(new URL('bugs/ack-before-commit.ts', import.meta.url))],
  ['I2', bug(new URL('bugs/written-again.ts', import.meta.url))],
  ['I3', bug(new URL('bugs/reorder.ts', import.meta.url))],
  ['I4', bug(new URL('bugs/cursors-late.ts', import.meta.url))],
  ['I5', bug(new URL('bugs/counted-twice.ts', import.meta.url))],
]

// Beside each other: most of each run is waiting.
test.concurrent.for(bugs)(
  'B7 %s is found broken by a server with a deliberate bug',
  { timeout: 90_000 },
  async ([rule, preload], { expect }) => {
    const line = { badLines: false, patienceMs: 40_000 }
    const outcome = await runFaults({ seed, clients, seconds: 4, faults: [], prepared, preload: [preload], ...line })
    expect(outcome.violations.map((violation) => violation.rule)).toContain(rule)
  },
)
