import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Connection } from '../src/platform/postgres/index.ts'
import { template } from './database-server.ts'

export interface FreshDatabase {
  /** Connects as the server does: the ordinary role, on a database of the caller's own. */
  connection: Connection
  /** Drops it, ending whoever is still connected. */
  drop(): Promise<void>
}

/**
 * A database of one's own with all migrations applied, cloned from the run's template in a few milliseconds.
 * Call it in `beforeAll` and `drop` in `afterAll`. `empty` gives one without migrations.
 */
export async function freshDatabase({ empty = false } = {}): Promise<FreshDatabase> {
  const keeper = inject('database')
  const database = `test_${randomBytes(6).toString('hex')}`
  await asKeeper(keeper, `CREATE DATABASE ${database} OWNER bobber${empty ? '' : ` TEMPLATE ${template}`}`)
  return {
    connection: { ...keeper, user: 'bobber', database },
    drop: () => asKeeper(keeper, `DROP DATABASE ${database} WITH (FORCE)`),
  }
}

async function asKeeper(keeper: Connection, sql: string): Promise<void> {
  const client = new pg.Client(keeper)
  await client.connect()
  try {
    // Files that clone at the same moment would find the template in use: one at a time.
    await client.query(`SELECT pg_advisory_lock(hashtext('clone'))`)
    await client.query(sql)
  } finally {
    await client.end()
  }
}
