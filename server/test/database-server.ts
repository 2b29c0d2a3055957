import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/platform/migrate.ts'
import { debianBinaries } from '../src/platform/postgres/binaries.ts'
import { startPostgres, type Connection } from '../src/platform/postgres/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The keeper's connection to the run's database server. */
    database: Connection
  }
}

/** The database that every test's own is cloned from. */
export const template = 'bobber_template'

/**
 * One PostgreSQL for the whole run: the embedded one, or the machine's own with TEST_DATABASE=own. It runs as durably as in
 * production (the server refuses anything else), in a folder of its own that goes with it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env['TEST_DATABASE'] === 'own'
  const binaries = own ? debianBinaries() : undefined
  if (own && !binaries) throw new Error('TEST_DATABASE=own, and no PostgreSQL ≥ 15 is installed in /usr/lib/postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'bobber-test-'))
  const quiet = { info: () => undefined, warn: () => undefined }
  const server = await startPostgres({ dataDir: folder, logger: quiet, ...(binaries && { binaries }) })
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await makeTemplate(server.keeper)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('database', server.keeper)
  return stop
}

async function makeTemplate(keeper: Connection): Promise<void> {
  const client = new pg.Client(keeper)
  await client.connect()
  await client.query(`CREATE DATABASE ${template} OWNER bobber`)
  await client.end()
  const pool = new pg.Pool({ ...keeper, user: 'bobber', database: template, max: 1 })
  await migrate(pool)
  await pool.end()
}
