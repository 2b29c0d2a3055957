import { availableParallelism } from 'node:os'
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import { namedQueries } from './prepared.ts'

/** Positions and amounts stay far below 2^53: bigint columns arrive as numbers. A larger one is a fault, not a rounding. */
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond 2^53`)
  return value
})

/**
 * What every connection runs with. A transaction that waits for the frozen process that holds a lock gives up (lock_timeout), and the
 * frozen one loses its own (idle_in_transaction_session_timeout): without both, one stopped node stops a shop for ever.
 */
export const sessionSettings = {
  default_transaction_isolation: 'read committed',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '2s',
  statement_timeout: '30s',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  timezone: 'UTC',
} as const

const oldestMajor = 15

/**
 * Connections of a pool: two for a core and two that wait for the disk (https://wiki.postgresql.org/wiki/Number_Of_Database_Connections),
 * 6 to 16. More only make those who want the same row stand in line with their hands full; and a server opens two pools, the command line
 * two more beside it, of the 50 connections that the embedded database has (postgres/settings.ts).
 */
const usualMax = Math.min(16, Math.max(6, 2 * availableParallelism() + 2))

export interface Database<Schema> {
  /** Raw connections, for the log's hand-written SQL. */
  pool: pg.Pool
  /** Typed queries over the same connections. */
  db: Kysely<Schema>
  /** Settles when every connection is closed. */
  close: () => Promise<void>
}

interface Options {
  connection: pg.ClientConfig | string
  /** Connections at most. */
  max?: number
  /** More session settings, beside `sessionSettings`. */
  settings?: Readonly<Record<string, string>>
  /** Told of connections that broke while idle: the pool replaces them. */
  onIdleError?: (error: Error) => void
}

/** Opens the pool. Throws CannotStart for a database that cannot be reached, is too old, or does not make commits durable. */
export async function openDatabase<Schema>({ connection, max = usualMax, settings = {}, onIdleError }: Options): Promise<Database<Schema>> {
  const pool = new pg.Pool({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'bobber',
    options: Object.entries({ ...sessionSettings, ...settings })
      .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
      .join(' '),
  })
  pool.on('error', (error) => onIdleError?.(error))
  // A connection that dies while somebody holds it fails their next query; unheard, its event would end the whole process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await assertUsable(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { pool, db: typed<Schema>(pool), close: () => pool.end() }
}

/** kysely over the pool; it takes a client that it knows for a connection that it knows. */
function typed<Schema>(pool: pg.Pool): Kysely<Schema> {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect()
    const lent = known.get(client) ?? { ...namedQueries(client), release: (broken?: boolean) => client.release(broken) }
    known.set(client, lent)
    return lent
  }
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: {} } }) })
}

async function assertUsable(pool: pg.Pool): Promise<void> {
  const found = await settingsOf(pool)
  if (found.version < oldestMajor * 10_000) {
    throw new CannotStart(
      'databaseTooOld',
      `The database is PostgreSQL ${Math.floor(found.version / 10_000)}; ${oldestMajor} is the oldest that works.`,
      'Upgrade it, or leave DATABASE_URL out to use the one that comes with Bobber.',
    )
  }
  // "local" still flushes here before it answers; everything above waits for standbys as well. Only "off" answers early.
  if (found.fsync !== 'on' || found.synchronousCommit === 'off') {
    throw new CannotStart(
      'databaseNotDurable',
      'The database answers commits before they are on the disk (fsync or synchronous_commit is off).',
      'Set fsync = on and synchronous_commit = on in its configuration, for this role too, and restart it.',
    )
  }
}

interface Found {
  version: number
  fsync: string
  synchronousCommit: string
}

async function settingsOf(pool: pg.Pool): Promise<Found> {
  try {
    const { rows } = await pool.query<Found>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS "synchronousCommit"`,
    )
    if (!rows[0]) throw new Error('no answer')
    return rows[0]
  } catch (cause) {
    throw new CannotStart(
      'databaseUnreachable',
      `The database cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check DATABASE_URL and that the database runs.',
      { cause },
    )
  }
}
