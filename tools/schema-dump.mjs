// Writes server/schema.sql: what all migrations together make. With --check, compares instead and shows what differs.
// Read from the catalogue, not by pg_dump: the embedded PostgreSQL doesn't bring it, and the machine's may be too old for it.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../server/src/platform/migrate.ts'
import { startPostgres } from '../server/src/platform/postgres/index.ts'
import { root } from './ready/root.mjs'
import { describeSchema } from './schema/describe.ts'

const file = join(root, 'server', 'schema.sql')
const folder = mkdtempSync(join(tmpdir(), 'bobber-schema-'))
const quiet = { info: () => undefined, warn: () => undefined }
const postgres = await startPostgres({ dataDir: folder, logger: quiet })
const pool = new pg.Pool({ ...postgres.connection, max: 1 })
try {
  await migrate(pool)
  const found = await describeSchema(pool)
  if (process.argv.includes('--check')) compare(found)
  else writeFileSync(file, found)
} finally {
  await pool.end()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}

function compare(found) {
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (kept === found) return
  const [before, after] = [kept, found].map((text) => new Set(text.split('\n')))
  for (const line of before) if (!after.has(line)) process.stdout.write(`- ${line}\n`)
  for (const line of after) if (!before.has(line)) process.stdout.write(`+ ${line}\n`)
  process.stdout.write('server/schema.sql is not what the migrations make: run npm run schema\n')
  process.exitCode = 1
}
