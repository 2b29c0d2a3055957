import { startPostgres } from '../../src/platform/postgres/index.ts'

/** A server process for the tests to kill: prints its database's pid, or why it could not start, and stays. */
const quiet = { info: () => undefined, warn: () => undefined }
try {
  const postgres = await startPostgres({ dataDir: process.argv[2] ?? '', logger: quiet })
  process.stdout.write(`${JSON.stringify({ pid: postgres.pid })}\n`)
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`)
}
process.stdin.resume()
