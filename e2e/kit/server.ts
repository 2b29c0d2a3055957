import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareEnvironment } from '@bobber/testkit/bare-environment'

const root = join(import.meta.dirname, '../..')
const startsWithinMs = 60_000

/** The practice shop of the stories: a Friday morning in the shop's own zone. */
export const fridayMorning = '2026-11-27T09:00+08:00'

/** A real server process with a data folder of its own, on a port that stays the same over its restarts. */
export interface Server {
  /** the shop's address without a path */
  readonly base: string
  readonly dataDir: string
  /** what its window shows, oldest line first; over restarts, too */
  readonly lines: readonly string[]
  /** The rest of the newest line that begins with `word `. Throws when there is none. */
  line(word: string): string
  /** Resolves with the first match in a line that comes after the first `after` ones. Rejects after 15 s. */
  nextLine(pattern: RegExp, after: number): Promise<string>
  /** kill -9 of the server alone, as an outage does it; its guard then ends the database. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Ctrl-C, waits for the end and removes the folder. */
  stop(): Promise<void>
}

/** Starts a server; `clock` makes it a practice shop, null a real one. */
export async function startServer({ clock = fridayMorning }: { clock?: string | null } = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'bobber-e2e-'))
  const dataDir = join(folder, 'data')
  // Any free one at the first start, the same at each later one: pages that are open come back to it.
  let base = ''
  const lines: string[] = []
  const watchers = new Set<() => void>()
  let child: ChildProcess | undefined

  const start = async (): Promise<void> => {
    const before = lines.length
    const env: Record<string, string> = { ...bareEnvironment(), DATA_DIR: dataDir, PORT: new URL(base || 'http://localhost:0').port }
    if (clock !== null) env['CLOCK'] = clock
    // As npm start does it: a test run that is killed takes its servers along.
    const withParent = ['--import', join(root, 'tools/ready/with-parent.mjs')]
    const begun = spawn(process.execPath, ['--max-semi-space-size=4', ...withParent, join(root, 'server/src/main.ts')], {
      cwd: folder,
      env: { ...env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = begun
    readLines(begun, (text) => {
      lines.push(text)
      for (const look of watchers) look()
    })
    const ended = once(begun, 'exit').then(() => {
      throw new Error(`the server ended while it started:\n${lines.slice(before).join('\n')}`)
    })
    // The nag about the master key is its last word; nobody in these tests has kept it.
    await Promise.race([wait(/^key (.+)/, before, startsWithinMs), ended])
    ended.catch(() => undefined)
    const at = new URL(server.line('shop')).origin
    if (base !== '' && at !== base) throw new Error(`the server came back at ${at}: somebody else took ${base}`)
    base = at
  }
  const wait = (pattern: RegExp, after: number, withinMs: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        watchers.delete(look)
        reject(new Error(`no line ${pattern} within ${withinMs} ms; the window shows:\n${lines.slice(after).join('\n')}`))
      }, withinMs)
      const look = (): void => {
        const found = lines
          .slice(after)
          .map((text) => pattern.exec(text))
          .find((match) => match !== null)
        if (!found) return
        clearTimeout(timer)
        watchers.delete(look)
        resolve(found[1] ?? found[0])
      }
      watchers.add(look)
      look()
    })
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<void> => {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }

  const server: Server = {
    get base() {
      return base
    },
    dataDir,
    lines,
    line(word) {
      const found = lines.findLast((text) => text.startsWith(`${word} `))
      if (found === undefined) throw new Error(`no line begins with ${word}:\n${lines.join('\n')}`)
      return found.slice(word.length + 1)
    },
    nextLine: (pattern, after) => wait(pattern, after, 15_000),
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      // A killed server's database may be on its way down; the next start waits for that, and ends in order.
      if (!child && databaseOf(dataDir) !== undefined) await start()
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await start()
  } catch (fault) {
    await end('SIGKILL')
    throw fault
  }
  return server
}

/** Process id of the database of a data folder, while its pid file stands. */
export function databaseOf(dataDir: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
    return Number.isNaN(pid) ? undefined : pid
  } catch {
    return undefined
  }
}

function readLines(child: ChildProcess, line: (text: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const pieces = (rest + text).split('\n')
      rest = pieces.pop() ?? ''
      for (const piece of pieces) line(piece)
    })
  }
}
