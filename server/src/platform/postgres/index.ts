import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { embeddedBinaries, type Binaries } from './binaries.ts'
import { ensureCluster, keeper } from './cluster.ts'
import { takeFolder, type Guard } from './guard.ts'
import { layOut, type Layout } from './layout.ts'
import { clearLeftovers, endPostgres, isReady, runningPid } from './leftover.ts'
import { chooseRunAs, reachableBinaries, type RunAs } from './run-as.ts'
import { postgresArguments } from './settings.ts'

/** What pg needs to connect. */
export interface Connection {
  host: string
  port: number
  user: string
  password: string
  database: string
}

export interface Postgres {
  /** For the server: an ordinary role that owns its database. */
  connection: Connection
  /** For upkeep and tests: the cluster's owner. */
  keeper: Connection
  /** The database's present pid; another one after a crash. */
  readonly pid: number
  /** Fast shutdown; settles when no process is left and the folder is free. */
  stop(): Promise<void>
}

interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

interface Options {
  dataDir: string
  logger: Logger
  /** Other binaries than the embedded ones (tests on the machine's own PostgreSQL). */
  binaries?: Binaries
  runAs?: RunAs
}

/**
 * Starts PostgreSQL on a private socket below `dataDir`, making the cluster on the first run. It is restarted when it
 * crashes, and ends with this process however that ends. Linux only. Throws CannotStart with a remedy where it can't run.
 */
export async function startPostgres(options: Options): Promise<Postgres> {
  const runAs = options.runAs ?? chooseRunAs()
  const binaries = reachableBinaries(runAs, options.binaries ?? embeddedBinaries())
  const layout = layOut(options.dataDir, runAs)
  const server = new Supervised(layout, binaries, runAs, options.logger)
  await server.start()
  const base = { host: layout.socketDir, port: 5432, password: layout.password }
  const keeperConnection = { ...base, user: keeper, database: 'postgres' }
  try {
    await ensureRole(keeperConnection, layout.password)
  } catch (cause) {
    await server.stop()
    throw cause
  }
  return {
    connection: { ...base, user: 'bobber', database: 'bobber' },
    keeper: keeperConnection,
    get pid() {
      return server.pid
    },
    stop: () => server.stop(),
  }
}

class Supervised {
  pid = 0
  #stopping = false
  #guard: Guard | undefined
  readonly #layout: Layout
  readonly #binaries: Binaries
  readonly #runAs: RunAs
  readonly #logger: Logger

  constructor(layout: Layout, binaries: Binaries, runAs: RunAs, logger: Logger) {
    this.#layout = layout
    this.#binaries = binaries
    this.#runAs = runAs
    this.#logger = logger
  }

  async start(): Promise<void> {
    await this.#takeFolder()
    try {
      ensureCluster(this.#layout, this.#binaries, this.#runAs)
      await this.#launch()
    } catch (cause) {
      await this.stop()
      throw cause
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const pid = runningPid(this.#layout)
    if (pid !== undefined) await endPostgres(this.#layout, pid)
    await this.#guard?.release()
  }

  async #takeFolder(): Promise<void> {
    const guard = await takeFolder(this.#layout.dataDir)
    this.#guard = guard
    // A guard killed alone would leave a server whose database outlives it: another takes its place.
    void guard.gone.then(() => (this.#stopping ? undefined : this.#takeFolder()))
  }

  /** Starts the database and waits until it takes connections: recovery after a crash may be long, so only a dead process ends the wait. */
  async #launch(): Promise<void> {
    const left = await clearLeftovers(this.#layout)
    if (left === 'orphanStopped') this.#logger.warn({}, 'stopped a database that an earlier run had left')
    const deadline = Date.now() + 10_000
    for (;;) {
      const attempt = this.#spawn()
      if (await becomesReady(this.#layout, attempt)) {
        this.pid = attempt.child.pid ?? 0
        attempt.child.once('exit', (code, signal) => void this.#crashed(code ?? signal))
        if (attempt.child.exitCode !== null || attempt.child.signalCode !== null) void this.#crashed(attempt.child.exitCode)
        return
      }
      // A killed postmaster stays a zombie for a moment, and its shared memory in use.
      const mayPass = attempt.words.some((line) => line.includes('shared memory block') || line.includes('is the server running'))
      if (!mayPass || Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${attempt.words.slice(-5).join(' | ')}`)
      await pause(200)
    }
  }

  #spawn(): Attempt {
    const starting = join(this.#layout.dataDir, 'starting')
    writeFileSync(starting, '')
    const postgres = join(this.#binaries.bin, 'postgres')
    const { file, args, options } = this.#runAs.command(postgres, postgresArguments(this.#layout, this.#binaries.major))
    const child = spawn(file, args, {
      ...options,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    })
    const attempt: Attempt = { child, words: [], over: false }
    child.once('error', (cause) => Object.assign(attempt, { over: true, words: [String(cause)] }))
    child.once('exit', () => (attempt.over = true))
    createInterface(child.stderr).on('line', (line) => {
      attempt.words = [...attempt.words.slice(-20), line]
      this.#logger.info({ postgres: line }, 'postgres')
    })
    child.unref()
    if ('unref' in child.stderr && typeof child.stderr.unref === 'function') child.stderr.unref()
    return attempt
  }

  async #crashed(how: number | string | null): Promise<void> {
    for (let wait = 50; !this.#stopping; wait = Math.min(wait * 2, 5_000)) {
      this.#logger.warn({ how }, 'the database ended by itself; starting it again')
      try {
        return await this.#launch()
      } catch (error) {
        this.#logger.warn({ err: error }, 'the database did not come back')
        await pause(wait)
      }
    }
  }
}

interface Attempt {
  child: ChildProcess
  words: string[]
  over: boolean
}

async function becomesReady(layout: Layout, attempt: Attempt): Promise<boolean> {
  for (;;) {
    if (attempt.over) return false
    if (isReady(layout)) {
      rmSync(join(layout.dataDir, 'starting'), { force: true })
      return true
    }
    await pause(10)
  }
}

async function ensureRole(connection: Connection, password: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bobber') AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = 'bobber') AS database`,
    )
    if (!rows[0]?.role) await client.query(`CREATE ROLE bobber LOGIN PASSWORD ${client.escapeLiteral(password)}`)
    if (!rows[0]?.database) await client.query('CREATE DATABASE bobber OWNER bobber')
  } finally {
    await client.end()
  }
}
