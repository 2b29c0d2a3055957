import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** What every project shares: console noise and a leaked unhandled rejection fail the run, focused tests too. */
const shared = {
  environment: 'node',
  allowOnly: false,
  // A machine that is busy makes what is waited for late, not wrong.
  expect: { poll: { timeout: 15_000 } },
  onConsoleLog(log: string): void {
    throw new Error(`a test wrote to the console: ${log}`)
  },
} as const

const rooms = ['packages', 'server', 'apps', 'bench', 'tools']

export default defineConfig({
  test: {
    // One more than there are cores: much of a test is waiting for the database.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...shared,
          name: 'pure',
          include: rooms.map((room) => `${room}/**/*.test.ts`),
          exclude: ['**/node_modules/**', '**/*.pg.test.ts'],
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'pg',
          include: rooms.map((room) => `${room}/**/*.pg.test.ts`),
          // What runs on the embedded database anyhow says nothing about another server.
          exclude: [
            '**/node_modules/**',
            ...(process.env['TEST_DATABASE'] === 'own' ? ['**/embedded.pg.test.ts', 'server/test/faults/**'] : []),
          ],
          globalSetup: ['./server/test/database-server.ts'],
          isolate: false,
          hookTimeout: 60_000,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['e2e/**/*.e2e.ts'],
          hookTimeout: 120_000,
          testTimeout: 300_000,
        },
      },
    ],
  },
})
