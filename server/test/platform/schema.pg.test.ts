import { readFileSync } from 'node:fs'
import pg from 'pg'
import { expect, test } from 'vitest'
import { describeSchema } from '../../../tools/schema/describe.ts'
import { freshDatabase } from '../database.ts'

test('G19 schema: server/schema.sql is what the migrations make (npm run schema writes it)', async () => {
  const database = await freshDatabase()
  const pool = new pg.Pool({ ...database.connection, max: 1 })
  const found = await describeSchema(pool)
  await pool.end()
  await database.drop()
  expect(found).toBe(readFileSync(new URL('../../schema.sql', import.meta.url), 'utf8'))
})
