import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, readMigrations, type Migration } from '../../src/platform/migrate.ts'
import { freshDatabase, type FreshDatabase } from '../database.ts'

let database: FreshDatabase
let pool: pg.Pool

beforeEach(async () => {
  database = await freshDatabase({ empty: true })
  pool = new pg.Pool(database.connection)
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

const step = (version: number, sql: string, breaking = false): Migration => ({ version, name: `000${version}_step`, sql, breaking })
const two = [step(1, 'CREATE TABLE one (a integer)'), step(2, 'CREATE TABLE two (a integer)')]

async function tables(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  )
  return rows.map((row) => row.name)
}

test('G14 forward only: each runs once, in order', async () => {
  expect(await migrate(pool, two.slice(0, 1))).toEqual([1])
  expect(await migrate(pool, two)).toEqual([2])
  expect(await migrate(pool, two)).toEqual([])
  expect(await tables()).toEqual(['migration', 'one', 'two'])
})

test('G14 forward only: an applied one that was changed since is a fault', async () => {
  await migrate(pool, two)
  await expect(migrate(pool, [step(1, 'CREATE TABLE other (a integer)'), two[1]!])).rejects.toThrow('0001_step was changed')
})

test('G14 forward only: one that comes before an applied one is a fault', async () => {
  await migrate(pool, [two[1]!])
  await expect(migrate(pool, two)).rejects.toThrow('0001_step comes before one that was applied')
  expect(await tables()).toEqual(['migration', 'two'])
})

test('G14 forward only: a number used twice or an odd name in the folder is a fault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bobber-migrations-'))
  writeFileSync(join(folder, '0001_first.sql'), '-- breaking\nSELECT 1;')
  expect(readMigrations(folder)).toEqual([{ version: 1, name: '0001_first', sql: '-- breaking\nSELECT 1;', breaking: true }])
  writeFileSync(join(folder, '0001_second.sql'), '')
  expect(() => readMigrations(folder)).toThrow('0001_first shares its number')
  writeFileSync(join(folder, 'third.sql'), '')
  expect(() => readMigrations(folder)).toThrow('third.sql has no name like')
  rmSync(folder, { recursive: true })
})

test('G15 racing nodes: each migration is applied once, and all continue', async () => {
  const slow = [step(1, 'CREATE TABLE one (a integer); SELECT pg_sleep(0.2)'), two[1]!]
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(pool, slow)))
  expect(applied.flat().toSorted((a, b) => a - b)).toEqual([1, 2])
  expect(await tables()).toEqual(['migration', 'one', 'two'])
})

test('G16 older binaries: stopped by a breaking migration, not by another', async () => {
  await migrate(pool, two)
  expect(await migrate(pool, two.slice(0, 1))).toEqual([])
  await migrate(pool, [...two, step(3, 'ALTER TABLE two RENAME TO three', true)])
  await expect(migrate(pool, two)).rejects.toMatchObject({ code: 'databaseTooNew', message: expect.stringContaining('0003_step') })
})

test('G17 all or nothing: a failed migration leaves nothing behind', async () => {
  await expect(migrate(pool, [step(1, 'CREATE TABLE one (a integer); SELECT 1/0')])).rejects.toThrow('0001_step failed')
  expect(await tables()).toEqual(['migration'])
  expect((await pool.query('SELECT FROM migration')).rowCount).toBe(0)
})
