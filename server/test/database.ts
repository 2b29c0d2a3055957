import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Connection } from '../src/platform/postgres/index.ts'
import { template } from './database-server.ts'

export interface FreshDatabase {
  /** Connects as the server does: the ordinary role, on a database of the caller's own. */
  connection: Connection
  /** Drops it; whoever is still connected after 5 s is ended. */
  drop(): Promise<void>
}

/**
 * A database of one's own with all migrations applied, cloned from the run's template in a few milliseconds.
 * Call it in `beforeAll` and `drop` in `afterAll`. `empty` gives one without migrations.
 */
export async function freshDatabase({ empty = false } = {}): Promise<FreshDatabase> {
  const keeper = inject('database')
  const database = `test_${randomBytes(6).toString('hex')}`
  // Files that clone at the same moment would find the template in use: one at a time.
  await asKeeper(keeper, [
    `SELECT pg_advisory_lock(hashtext('clone'))`,
    `CREATE DATABASE ${database} OWNER bobber${empty ? '' : ` TEMPLATE ${template}`}`,
  ])
  return { connection: { ...keeper, user: 'bobber', database }, drop: () => drop(keeper, database) }
}

/**
 * A pool that has ended may still be closing its connections. PostgreSQL waits 5 s for them by itself; with FORCE at once, it would send
 * them a last error (57P01) that nobody listens to any more.
 */
async function drop(keeper: Connection, database: string): Promise<void> {
  try {
    await asKeeper(keeper, [`DROP DATABASE ${database}`])
  } catch (fault) {
    if (!(fault instanceof pg.DatabaseError) || fault.code !== objectInUse) throw fault
    await asKeeper(keeper, [`DROP DATABASE ${database} WITH (FORCE)`])
  }
}

const objectInUse = '55006'

async function asKeeper(keeper: Connection, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(keeper)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
