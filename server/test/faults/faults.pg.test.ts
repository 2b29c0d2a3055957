import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runFaults } from './run.ts'

const seed = Number(process.env['FAULT_SEED'] ?? 20_261_122)
const ackBeforeCommit = fileURLToPath(new URL('bugs/ack-before-commit.ts', import.meta.url))

test(`I1 a shop under load keeps every promise while its processes are killed (seed ${seed})`, { timeout: 90_000 }, async () => {
  const { violations, toll, acks } = await runFaults({ seed, seconds: 7, clients: 10 })
  expect(violations).toEqual([])
  expect(toll.serverKills + toll.databaseKills).toBeGreaterThan(0)
  expect(acks).toBeGreaterThan(20)
})

test('L5 a server that answers before it commits is caught by the checker', { timeout: 90_000 }, async () => {
  const outcome = await runFaults({ seed, seconds: 7, clients: 8, preload: [ackBeforeCommit], patienceMs: 4_000, only: 'serverKilled' })
  expect(outcome.violations.map(({ rule }) => rule)).toContain('I1')
})
