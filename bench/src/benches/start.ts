import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '@bobber/testkit/bare-environment'
import { processesIn } from '@bobber/server/platform/postgres/leftover'
import type { Bench } from '../stage/bench.ts'
import { round } from '../stage/measure.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const idleMs = 5_000

export const start: Bench = {
  name: 'start',
  what: 'second npm start until its first page answers; resident memory of server and database, idle',
  goals: { seconds: { atMost: 5 }, memoryMB: { atMost: 250 } },
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'bobber-start-'))
    try {
      const first = await npmStart(folder)
      await first.stop()
      const second = await npmStart(folder)
      await pause(idleMs)
      const server = (JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as { pid: number }).pid
      const serverMB = residentMB([server])
      const databaseMB = residentMB(processesIn(join(folder, 'postgres')))
      await second.stop()
      return {
        firstSeconds: round(first.seconds, 2),
        seconds: round(second.seconds, 2),
        serverMB: round(serverMB, 1),
        databaseMB: round(databaseMB, 1),
        memoryMB: round(serverMB + databaseMB, 1),
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

interface Started {
  seconds: number
  stop(): Promise<void>
}

/** As a person does it, up to the page. */
async function npmStart(dataDir: string): Promise<Started> {
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...bareEnvironment(), DATA_DIR: dataDir, PORT: '0', TLS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const gone = once(child, 'exit')
  const ended = gone.then(() => {
    throw new Error('npm start ended by itself')
  })
  ended.catch(() => undefined)
  const address = await Promise.race([firstAddress(child.stdout), ended])
  while (!(await answers(address))) await pause(10)
  const seconds = (performance.now() - began) / 1000
  return {
    seconds,
    async stop() {
      // The whole group, as Ctrl-C in a terminal does.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
      await gone
      while (processesIn(join(dataDir, 'postgres')).length > 0) await pause(50)
    },
  }
}

async function firstAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const address = /^shop (\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('npm start printed no address')
}

async function answers(address: string): Promise<boolean> {
  const response = await fetch(address)
  return response.ok && (await response.text()).length > 0
}

/** Pages that several processes share count once: the proportional set size. */
function residentMB(pids: readonly number[]): number {
  const kB = pids.map((pid) => Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
  return kB.reduce((sum, one) => sum + one, 0) / 1024
}
