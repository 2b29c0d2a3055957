import { expect, test } from 'vitest'
import { runFaults } from './run.ts'
import { shortOf } from './toll.ts'

const seed = Number(process.env['FAULT_SEED'] ?? 20_261_122)
const faults = [
  'serverKilledInCommit',
  'databaseKilledInCommit',
  'serverKilledInStartUp',
  'databaseKilledInStartUp',
  'devicesKilled',
  'serverKilled',
] as const

test(
  `I1 I2 I3 I4 I5 a shop under load keeps every promise while its processes are killed (seed ${seed})`,
  { timeout: 180_000 },
  async () => {
    const { violations, toll, acks, deeds } = await runFaults({ seed, clients: 12, seconds: 0, faults })
    expect(violations).toEqual([])
    // Whatever it fell short of is number alone: each kind of fault has befallen.
    expect(shortOf({ ...toll, serverKills: 25, databaseKills: 10 }, { clients: 20, acks })).toEqual([])
    expect([toll.serverKills >= 4, toll.databaseKills >= 3, toll.devicesKilled]).toEqual([true, true, 1])
    expect(acks).toBeGreaterThan(50)
    expect(deeds).toBeGreaterThan(0)
  },
)
