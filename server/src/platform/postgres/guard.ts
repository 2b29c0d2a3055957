import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CannotStart } from '../cannot-start.ts'

/** A process beside the server that ends the database when the server dies, and holds the data folder's lock meanwhile. */
export interface Guard {
  pid: number
  /** Settles when the guard has gone, whoever ended it. */
  gone: Promise<void>
  /** Ends the guard; it first ends a database that still runs. */
  release(): Promise<void>
}

const script = fileURLToPath(new URL('guard.sh', import.meta.url))

/** How long a live holder may go on holding: it may have been told to stop a moment ago. */
const holderPatienceMs = 3_000
/** How long a dead server's guard may take to stop a database that does not want to. */
const guardPatienceMs = 40_000

/**
 * Takes the data folder. While an earlier server's guard is still stopping its database, waits for it.
 * Throws CannotStart, naming the other, when a live server holds the folder.
 */
export async function takeFolder(dataDir: string): Promise<Guard> {
  for (let waited = 0; ; waited += 100) {
    const guard = await tryFolder(dataDir)
    if (guard) return guard
    const holder = liveHolder(dataDir)
    if (waited >= (holder === undefined ? guardPatienceMs : holderPatienceMs)) throw taken(dataDir, holder)
    await pause(100)
  }
}

async function tryFolder(dataDir: string): Promise<Guard | undefined> {
  const owner = JSON.stringify({ pid: process.pid, born: bornAt(process.pid) })
  // Detached: Ctrl-C in the terminal is for the server, which stops its database in its own order.
  const child = spawn('sh', [script, dataDir, owner], { stdio: ['pipe', 'pipe', 'ignore'], detached: true, cwd: '/' })
  const gone = once(child, 'close').then(() => undefined)
  const answer = await Promise.race([once(createInterface(child.stdout), 'line'), gone])
  if (answer?.[0] !== 'held' || child.pid === undefined) return undefined
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref()
  return {
    pid: child.pid,
    gone,
    release: async () => {
      child.ref()
      child.stdin.end()
      await gone
    },
  }
}

function taken(dataDir: string, holder: number | undefined): CannotStart {
  return holder === undefined
    ? new CannotStart('dataDirBusy', `The database of an earlier run in ${dataDir} does not stop.`, 'End its processes, then start again.')
    : new CannotStart(
        'dataDirTaken',
        `Another Bobber (process ${holder}) runs on ${dataDir}.`,
        'Use that one, stop it first, or set DATA_DIR to another folder.',
      )
}

function liveHolder(dataDir: string): number | undefined {
  const text = readFileSync(join(dataDir, 'lock'), 'utf8')
  if (text.trim() === '') return undefined
  const holder: unknown = JSON.parse(text)
  if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('born' in holder)) return undefined
  return typeof holder.pid === 'number' && bornAt(holder.pid) === holder.born ? holder.pid : undefined
}

/** A process's start in clock ticks since boot: with the pid it names a process for good. undefined when there is none. */
function bornAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // proc(5): field 3 is the state, field 22 the start time.
    return state === 'Z' ? undefined : rest[18]
  } catch {
    return undefined
  }
}
