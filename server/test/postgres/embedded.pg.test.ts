import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { placed } from '../../src/place.ts'
import { CannotStart } from '../../src/platform/cannot-start.ts'
import { startPostgres, type Connection, type Postgres } from '../../src/platform/postgres/index.ts'
import { processesIn } from '../../src/platform/postgres/leftover.ts'
import { runAsNobody } from '../../src/platform/postgres/run-as.ts'

const quiet = { info: () => undefined, warn: () => undefined }
const long = { timeout: 60_000 }
const root = process.getuid?.() === 0

let home: string
let dataDir: string
let undo: (() => Promise<unknown>)[]
/** A data folder whose first start lies behind it: making a cluster takes longer than most of these tests. */
let used: string

beforeAll(async () => {
  used = realpathSync(mkdtempSync(join(tmpdir(), 'bobber-pg-')))
  const postgres = await startPostgres({ dataDir: used, logger: quiet })
  await postgres.stop()
}, 60_000)
afterAll(() => rmSync(used, { recursive: true, force: true }))

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'bobber-pg-')))
  dataDir = join(home, 'data')
  undo = []
})

afterEach(async () => {
  for (const step of undo.toReversed()) await step()
  rmSync(home, { recursive: true, force: true })
})

async function start(folder = dataDir, options: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir: folder, logger: quiet, ...options })
  undo.push(() => postgres.stop())
  return postgres
}

/** The folder has been used before. */
function notForTheFirstTime(): void {
  execFileSync('cp', ['-a', used, dataDir])
}

interface Child {
  process: ChildProcess
  said: { pid?: number; error?: string }
}

async function startChild(): Promise<Child> {
  const file = fileURLToPath(new URL('child.ts', import.meta.url))
  const child = spawn(process.execPath, [file, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  undo.push(() => end(child))
  const [line] = await once(createInterface(child.stdout), 'line')
  return { process: child, said: JSON.parse(String(line)) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

const cluster = (): string => join(dataDir, 'postgres')
const until = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 15_000, interval: 20 })
const nobodyIn = (): Promise<void> => until(() => expect(processesIn(cluster())).toEqual([]))

async function query(connection: Connection, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function childrenOf(pid: number, name: string): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((each) => each !== '' && readFileSync(`/proc/${each}/comm`, 'utf8').trim() === name)
    .map(Number)
}

test('G1 private: no TCP, folders of mode 0700, a password is asked for', long, async () => {
  const { connection } = await start()
  expect(
    await query(connection, `SELECT current_setting('listen_addresses') AS tcp, rolsuper FROM pg_roles WHERE rolname = current_user`),
  ).toEqual([{ tcp: '', rolsuper: false }])
  for (const folder of [dataDir, cluster(), connection.host]) expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600)
  await expect(query({ ...connection, password: 'guessed' }, 'SELECT 1')).rejects.toThrow('password authentication failed')
})

test(
  'G1 private: a password that a power cut left empty is made anew while there is no database, and asked back for once there is',
  long,
  async () => {
    const file = join(dataDir, 'postgres.password')
    mkdirSync(dataDir)
    writeFileSync(file, '')
    const first = await start()
    expect(await query(first.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres.password'))).toEqual(['postgres.password'])
    await first.stop()
    const kept = readFileSync(file, 'utf8')
    writeFileSync(file, '')
    expect(await start().catch((error: unknown) => error)).toMatchObject({ code: 'passwordMissing' })
    writeFileSync(file, kept)
    expect(await query((await start()).connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  },
)

test('G2 durable: what was committed before a kill -9 is there afterwards', long, async () => {
  notForTheFirstTime()
  const first = await start()
  const safe = `SELECT current_setting('fsync') || current_setting('synchronous_commit') || current_setting('full_page_writes') AS on`
  expect(await query(first.connection, safe)).toEqual([{ on: 'ononon' }])
  await query(first.connection, `CREATE TABLE kept AS SELECT '浮漂' AS word`)
  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  const second = await start()
  expect(await query(second.connection, 'SELECT word FROM kept')).toEqual([{ word: '浮漂' }])
})

test('G3 dies with its server: kill -9 leaves no database process, and the next start works', long, async () => {
  notForTheFirstTime()
  const child = await startChild()
  expect(child.said.error).toBeUndefined()
  expect(processesIn(cluster()).length).toBeGreaterThan(0)
  await end(child.process)
  await nobodyIn()
  const next = await start()
  expect(next.pid).not.toBe(child.said.pid)
})

/** What is there to see of a first start, and of a later one, in the order in which it comes about; all of it before the server says that it is up. */
const firstMarks: [seen: string, path: () => string, says: string][] = [
  ['the folder is held', () => join(dataDir, 'lock'), 'pid'],
  ['a cluster is being made', () => newest('postgres.new-'), ''],
  ['… and holds its first tables', () => join(newest('postgres.new-'), 'base', '1'), ''],
  ['the cluster is in its place', () => join(cluster(), 'PG_VERSION'), ''],
]
const laterMarks: typeof firstMarks = [
  ['the database is being started', () => join(dataDir, 'starting'), ''],
  ['it has named its process', () => join(cluster(), 'postmaster.pid'), ''],
  ['it is starting', () => join(cluster(), 'postmaster.pid'), 'starting'],
  ['it takes connections', () => join(cluster(), 'postmaster.pid'), 'ready'],
]

/** The folder below the data folder that began last, or a name that isn't there. */
function newest(begin: string): string {
  const names = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name.startsWith(begin)) : []
  const born = (name: string) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.birthtimeMs ?? 0
  return join(dataDir, names.toSorted((one, other) => born(one) - born(other)).at(-1) ?? 'none yet')
}

/** Something was written there since, and says so; a folder says nothing. */
function isThereSince(began: number, path: string, says: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat || stat.mtimeMs < began) return false
  return says === '' || readFileSync(path, 'utf8').includes(says)
}

test.for([firstMarks, laterMarks])('G3 dies with its server: killed at any moment of its start', long, async (marks) => {
  if (marks === laterMarks) notForTheFirstTime()
  for (const [, path, says] of marks) {
    const began = Date.now()
    const child = spawn(process.execPath, [fileURLToPath(new URL('child.ts', import.meta.url)), dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    undo.push(() => end(child))
    const said: string[] = []
    child.stdout.on('data', (bytes: Buffer) => said.push(bytes.toString('utf8')))
    while (!isThereSince(began, path(), says) && said.length === 0) await pause(1)
    await end(child)
    expect(said).toEqual([])
    await until(() => expect(processesBelow(dataDir)).toEqual([]))
  }
  const next = await start()
  expect(await query(next.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

/** Processes of a database that work in the data folder's cluster, or in one that is being made. */
function processesBelow(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('postgres'))
    .flatMap((name) => processesIn(join(folder, name)))
}

test('G4 starts over leftovers: a pid file that names a stranger or nobody, and a stale socket lock', long, async () => {
  notForTheFirstTime()
  const first = await start()
  await first.stop()
  for (const pid of [process.ppid, 4_194_303]) {
    const lines = [pid, cluster(), 1, 5432, first.connection.host, '', '1 1', 'ready']
    writeFileSync(join(cluster(), 'postmaster.pid'), lines.join('\n'))
    writeFileSync(join(first.connection.host, '.s.PGSQL.5432.lock'), lines.join('\n'))
    const next = await start()
    expect(await query(next.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await next.stop()
  }
})

test('G5 stops an orphan: server and guard both killed', long, async () => {
  notForTheFirstTime()
  const child = await startChild()
  const guards = childrenOf(child.process.pid ?? 0, 'sh')
  expect(guards).toHaveLength(1)
  // Stopped first, so that it cannot act between the two kills.
  process.kill(guards[0]!, 'SIGSTOP')
  await end(child.process)
  process.kill(guards[0]!, 'SIGKILL')
  expect(processesIn(cluster())).toContain(child.said.pid)
  const warnings: string[] = []
  const next = await start(dataDir, { logger: { ...quiet, warn: (_fields, message) => warnings.push(message) } })
  expect(next.pid).not.toBe(child.said.pid)
  expect(processesIn(cluster())).not.toContain(child.said.pid)
  expect(warnings).toEqual(['stopped a database that an earlier run had left'])
})

test('G6 one server per folder: the second is refused and told who holds it', long, async () => {
  notForTheFirstTime()
  const first = await start()
  const [refused, child] = await Promise.all([start().catch((error: unknown) => error), startChild()])
  expect(refused).toBeInstanceOf(CannotStart)
  expect(refused).toMatchObject({ code: 'dataDirTaken', message: expect.stringContaining(`process ${process.pid}`) })
  expect(child.said.error).toContain(`process ${process.pid}`)
  expect(await query(first.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('G7 comes back: a killed database is started again, and so is a killed guard', long, async () => {
  notForTheFirstTime()
  const postgres = await start()
  const before = postgres.pid
  process.kill(before, 'SIGKILL')
  await until(() => expect(postgres.pid).not.toBe(before))
  expect(await query(postgres.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])

  const child = await (async () => {
    await postgres.stop()
    return startChild()
  })()
  const guard = childrenOf(child.process.pid ?? 0, 'sh')[0]!
  process.kill(guard, 'SIGKILL')
  await until(() => {
    const now = childrenOf(child.process.pid ?? 0, 'sh')
    expect(now).toHaveLength(1)
    expect(now[0]).not.toBe(guard)
  })
  await end(child.process)
  await nobodyIn()
})

test.runIf(root)('G8 runs as nobody: without user namespaces, in a folder that nobody can reach', long, async () => {
  const open = `/var/lib/bobber/test-${process.pid}`
  mkdirSync(open, { recursive: true })
  undo.push(async () => rmSync(open, { recursive: true, force: true }))
  const postgres = await start(open, { runAs: runAsNobody })
  expect(await query(postgres.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(statSync(`/proc/${postgres.pid}`).uid).toBe(65534)
  await postgres.stop()
})

test.runIf(root)('G8 runs as nobody: a folder it cannot reach is refused with a remedy', long, async () => {
  const refused = await start(join(home, 'closed'), { runAs: runAsNobody }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'dataDirUnreachable', remedy: expect.stringContaining('below /var/lib/bobber') })
  expect(processesIn(join(home, 'closed', 'postgres'))).toEqual([])
})

test.runIf(root)(
  'G8 runs as nobody: root’s own folder out of its reach, what nobody chose is kept elsewhere, a folder for each checkout',
  () => {
    const closed = mkdtempSync('/root/bobber-')
    undo.push(async () => rmSync(closed, { recursive: true, force: true }))
    const lines: string[] = []
    const window = { write: (line: string) => void lines.push(line) }
    const inside = (checkout: string, env: NodeJS.ProcessEnv = {}): string => {
      const here = process.cwd()
      mkdirSync(join(closed, checkout), { recursive: true })
      process.chdir(join(closed, checkout))
      try {
        return placed(env, window, () => runAsNobody).dataDir
      } finally {
        process.chdir(here)
      }
    }
    const [one, other] = [inside('one'), inside('other')]
    expect([one, other]).toEqual([
      expect.stringMatching(/^\/var\/lib\/bobber\/[0-9a-f]{8}$/),
      expect.stringMatching(/^\/var\/lib\/bobber\//),
    ])
    expect([one === other, lines[0]]).toEqual([false, expect.stringContaining(one)])
    expect(inside('one', { DATA_DIR: 'mine' })).toBe(join(closed, 'one', 'mine'))
    // Data that is there already is not forgotten for an empty shop: the start is refused, with what to do.
    mkdirSync(join(closed, 'one', 'data'))
    expect(inside('one')).toBe(join(closed, 'one', 'data'))
  },
)

test('G9 half-made clusters: what an interrupted first start left is made anew', long, async () => {
  const half = `${cluster()}.new-abc123`
  mkdirSync(half, { recursive: true })
  writeFileSync(join(half, 'PG_VERSION'), '18\n')
  const postgres = await start()
  expect(existsSync(half)).toBe(false)
  expect(await query(postgres.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('G10 odd paths: with a comma, quotes, blanks or Chinese in it', long, async () => {
  const postgres = await start(join(home, 'a,b "渔具 店" 1 ,'))
  expect(await query(postgres.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('G10 long paths: the socket moves to a private folder of its own', long, async () => {
  const deep = join(home, 'a-shop-with-a-long-name'.repeat(5))
  const postgres = await start(deep)
  expect(postgres.connection.host.startsWith(deep)).toBe(false)
  expect(statSync(postgres.connection.host).mode & 0o777).toBe(0o700)
  expect(await query(postgres.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  undo.unshift(async () => rmSync(postgres.connection.host, { recursive: true, force: true }))
})
