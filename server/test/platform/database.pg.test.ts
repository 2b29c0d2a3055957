import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isConnectionLoss } from '../../src/log/postgres/failures.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { prepared } from '../../src/platform/prepared.ts'
import { freshDatabase, type FreshDatabase } from '../database.ts'
import { ofVersion, withoutFsync } from './unsafe-databases.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

async function alter(text: string): Promise<void> {
  const client = new pg.Client({ ...database.connection, database: database.connection.database })
  await client.connect()
  await client.query(text)
  await client.end()
}

test('G11 refused when unsafe: synchronous_commit off', async () => {
  const name = database.connection.database
  await alter(`ALTER DATABASE ${name} SET synchronous_commit = off`)
  await expect(openDatabase({ connection: database.connection })).rejects.toMatchObject({ code: 'databaseNotDurable' })
  await alter(`ALTER DATABASE ${name} RESET synchronous_commit`)
  const opened = await openDatabase({ connection: database.connection })
  await opened.close()
})

test('G11 refused when unsafe: fsync off', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bobber-unsafe-'))
  const unsafe = await withoutFsync(folder)
  await expect(openDatabase({ connection: unsafe.connection })).rejects.toMatchObject({
    code: 'databaseNotDurable',
    remedy: expect.stringContaining('fsync = on'),
  })
  await unsafe.stop()
  await rm(folder, { recursive: true })
})

test('G11 refused when unsafe: older than 15', async () => {
  const old = await ofVersion(14_0013)
  await expect(openDatabase({ connection: old.connection })).rejects.toMatchObject({
    code: 'databaseTooOld',
    message: expect.stringContaining('PostgreSQL 14'),
    remedy: expect.stringContaining('Upgrade'),
  })
  await old.stop()
  const young = await ofVersion(15_0000)
  const opened = await openDatabase({ connection: young.connection })
  await opened.close()
  await young.stop()
})

test('G11 refused when unsafe: out of reach', async () => {
  const connection = { ...database.connection, host: '/nowhere' }
  await expect(openDatabase({ connection })).rejects.toMatchObject({
    code: 'databaseUnreachable',
    remedy: expect.stringContaining('DATABASE_URL'),
  })
})

test('G12 session limits: isolation, zone and time limits on every connection', async () => {
  const { pool, close } = await openDatabase({ connection: database.connection })
  const { rows } = await pool.query(`SELECT current_setting('transaction_isolation') AS isolation, current_setting('timezone') AS zone,
    current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement,
    current_setting('idle_in_transaction_session_timeout') AS idle`)
  expect(rows).toEqual([{ isolation: 'read committed', zone: 'UTC', lock: '5s', statement: '30s', idle: '2s' }])
  await close()
})

test('G12 session limits: a transaction that goes silent loses its locks, and others go on', async () => {
  const { pool, close } = await openDatabase({ connection: database.connection })
  await pool.query('CREATE TABLE head (shop integer PRIMARY KEY); INSERT INTO head VALUES (1)')
  const silent = await pool.connect()
  const ended = new Promise((resolve) => silent.once('error', resolve))
  await silent.query('BEGIN')
  await silent.query('SELECT FROM head WHERE shop = 1 FOR NO KEY UPDATE')
  const { rowCount } = await pool.query('SELECT FROM head WHERE shop = 1 FOR NO KEY UPDATE')
  expect(rowCount).toBe(1)
  expect(await ended).toMatchObject({ message: expect.stringContaining('idle-in-transaction') })
  silent.release(true)
  await close()
})

test('G20 broken connections: one that dies in use fails its query, and the pool goes on', async () => {
  const { pool, close } = await openDatabase({ connection: database.connection })
  const held = await pool.connect()
  const { rows } = await held.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  // Whether the socket or the database says so first is the kernel's choice; either is known as a lost connection, never as a refusal.
  await expect(held.query('SELECT 1')).rejects.toSatisfy(isConnectionLoss)
  held.release(true)
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await close()
})

test('G30 a named statement is prepared once by a connection, others never', async () => {
  const { pool, db, close } = await openDatabase<unknown>({ connection: database.connection, max: 1 })
  const one = prepared<{ n: number }>('one_for_the_test', 'select $1::int as n')
  expect([await one(db, [1]), await one(db, [2])]).toEqual([[{ n: 1 }], [{ n: 2 }]])
  expect((await sql`select ${3}::int as n`.execute(db)).rows).toEqual([{ n: 3 }])
  const { rows } = await pool.query('select name from pg_prepared_statements')
  expect(rows).toEqual([{ name: 'one_for_the_test' }])
  await close()
})

test('G13 whole numbers: bigint is a number, and one beyond 2^53 a fault', async () => {
  const { pool, close } = await openDatabase({ connection: database.connection })
  expect((await pool.query('SELECT 9007199254740991::bigint AS n')).rows).toEqual([{ n: 9007199254740991 }])
  await expect(pool.query('SELECT 9007199254740992::bigint AS n')).rejects.toThrow('beyond 2^53')
  await close()
})
