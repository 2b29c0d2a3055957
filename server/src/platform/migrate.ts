import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { CannotStart } from './cannot-start.ts'

export interface Migration {
  /** The number in the file's name. Larger than every one that was ever applied before it. */
  version: number
  name: string
  sql: string
  /** Older binaries cannot work on the result (a line `-- breaking` in the file). */
  breaking: boolean
}

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** Reads `NNNN_name.sql` files in order. Throws on another name, or a number used twice. */
export function readMigrations(from = folder): Migration[] {
  const names = readdirSync(from)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
  const migrations = names.map((file) => readMigration(from, file))
  const twice = migrations.find((each, index) => migrations[index + 1]?.version === each.version)
  if (twice) throw new Error(`migration ${twice.name} shares its number with another`)
  return migrations
}

function readMigration(from: string, file: string): Migration {
  const version = Number(/^(\d{4})_[a-z0-9-]+\.sql$/.exec(file)?.[1])
  if (!(version > 0)) throw new Error(`migration ${file} has no name like 0001_what-it-adds.sql`)
  const sql = readFileSync(join(from, file), 'utf8')
  return { version, name: basename(file, '.sql'), sql, breaking: /^-- breaking\b/m.test(sql) }
}

/**
 * Brings the database to the newest version, forward only, one transaction each. Nodes that start together race for the version row,
 * which is written first: the loser waits for the winner's commit, then finds the work done. Returns the versions this call applied.
 * Throws CannotStart when the database is already past what this binary understands; throws when an applied file was changed since.
 */
export async function migrate(pool: pg.Pool, migrations = readMigrations()): Promise<number[]> {
  await createTable(pool)
  await assertKnown(pool, migrations)
  const applied: number[] = []
  for (const migration of migrations) if (await apply(pool, migration)) applied.push(migration.version)
  return applied
}

async function createTable(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    // Two racing CREATE … IF NOT EXISTS can still collide in the catalogue: the lock lets one go first.
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('bobber.migration'))`)
    await client.query(`CREATE TABLE IF NOT EXISTS migration (
      version integer PRIMARY KEY,
      name text NOT NULL,
      digest text NOT NULL,
      breaking boolean NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

interface Row {
  version: number
  name: string
  digest: string
  breaking: boolean
}

async function assertKnown(pool: pg.Pool, migrations: Migration[]): Promise<void> {
  const { rows } = await pool.query<Row>('SELECT version, name, digest, breaking FROM migration ORDER BY version')
  const newest = migrations.at(-1)?.version ?? 0
  const newer = rows.find((row) => row.version > newest && row.breaking)
  if (newer) {
    throw new CannotStart(
      'databaseTooNew',
      `The database was changed by a newer Bobber (${newer.name}) in a way this one does not understand.`,
      'Start the newer version, or restore a backup from before the upgrade.',
    )
  }
  const applied = new Map(rows.map((row) => [row.version, row]))
  const last = rows.at(-1)?.version ?? 0
  for (const migration of migrations) {
    const row = applied.get(migration.version)
    if (!row && migration.version < last)
      throw new Error(`migration ${migration.name} comes before one that was applied already; give it a new number`)
    if (row && row.digest !== digestOf(migration))
      throw new Error(`migration ${row.name} was changed after it had been applied; add a new one instead`)
  }
}

async function apply(pool: pg.Pool, migration: Migration): Promise<boolean> {
  const client = await pool.connect()
  let fault: unknown
  try {
    await client.query('BEGIN')
    // Building an index on a large table may take longer than any request should.
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
    const { rowCount } = await client.query(
      'INSERT INTO migration (version, name, digest, breaking) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [migration.version, migration.name, digestOf(migration), migration.breaking],
    )
    if (rowCount === 1) await client.query(migration.sql)
    await client.query('COMMIT')
    return rowCount === 1
  } catch (cause) {
    fault = cause
    throw new Error(`migration ${migration.name} failed`, { cause })
  } finally {
    client.release(fault !== undefined)
  }
}

function digestOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}
