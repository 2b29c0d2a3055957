import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareEnvironment } from '@bobber/testkit/bare-environment'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { databaseOf } from './kit/server.ts'

const root = join(import.meta.dirname, '..')
const secondStartMs = 5000
const isRoot = process.getuid?.() === 0

interface Started {
  npm: ChildProcess
  address: string
  /** from the command to the first page */
  ms: number
}

const folders: string[] = []
const running = new Set<ChildProcess>()

/** A data folder that goes with the test. */
function freshFolder(under = tmpdir()): string {
  const folder = mkdtempSync(join(under, 'bobber-start-'))
  folders.push(folder)
  return join(folder, 'data')
}

/** `npm start` as somebody types it, in a process group of its own so that Ctrl-C reaches all of it. */
async function npmStart(dataDir: string): Promise<Started> {
  const began = performance.now()
  const npm = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...bareEnvironment(), DATA_DIR: dataDir },
  })
  running.add(npm)
  let said = ''
  const address = await new Promise<string>((resolve, reject) => {
    const look = (text: Buffer): void => {
      said += text.toString()
      const found = /^shop (\S+)$/m.exec(said)?.[1]
      if (found !== undefined && /^console \S+$/m.test(said)) resolve(found)
    }
    npm.stdout?.on('data', look)
    npm.stderr?.on('data', look)
    npm.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)))
  })
  const page = await fetch(address)
  expect(page.status).toBe(200)
  await page.text()
  return { npm, address, ms: performance.now() - began }
}

/** Ctrl-C, or kill -9, of all that was started. After Ctrl-C npm is gone at once; its output closes when the server is, too. */
async function end(npm: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  running.delete(npm)
  if (npm.pid === undefined || npm.exitCode !== null) return
  const gone = once(npm, signal === 'SIGINT' ? 'close' : 'exit')
  process.kill(-npm.pid, signal)
  await gone
}

/** Whether the process still runs; one that has ended and that nobody has collected yet (a zombie) doesn't. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, 0)
    return !existsSync('/proc/self/stat') || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('npm start', () => {
  afterEach(async () => {
    vi.unstubAllEnvs()
    for (const npm of running) await end(npm, 'SIGINT')
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  test('Y15 a killed start leaves nothing that stops the next one, which takes 5 s at most; Ctrl-C leaves nothing at all', async () => {
    const dataDir = freshFolder()
    const first = await npmStart(dataDir)
    const database = databaseOf(dataDir)
    expect(isAlive(database)).toBe(true)
    await end(first.npm, 'SIGKILL')

    const second = await npmStart(dataDir)
    expect(isAlive(database)).toBe(false)
    await end(second.npm, 'SIGINT')
    expect(databaseOf(dataDir)).toBeUndefined()
    await expect(fetch(second.address)).rejects.toThrow('fetch failed')

    const third = await npmStart(dataDir)
    // Both: the one after a kill waits for its database to be stopped, and recovers what it left.
    expect(Math.max(second.ms, third.ms)).toBeLessThanOrEqual(secondStartMs)
  })

  test('Y16 two copies stand side by side: a taken port gives way to the next free one', async () => {
    // What the caller exported is none of theirs: they would work on his shop's database.
    vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:9/a-real-shop')
    const [one, two] = await Promise.all([npmStart(freshFolder()), npmStart(freshFolder())])
    expect(one.address).not.toBe(two.address)
    const names = await Promise.all(
      [one, two].map(async ({ address }) => {
        const answer = await fetch(new URL('/api/shop.get', address), { headers: { 'bobber-surface': 'storefront' } })
        return ((await answer.json()) as { shopId: string }).shopId
      }),
    )
    expect(names[0]).not.toBe(names[1])
  })

  test('Y19 a logout leaves a server without a terminal running (nohup npm start &), and it can still be stopped', async () => {
    const { npm, address } = await npmStart(freshFolder())
    const gone = once(npm, 'exit')
    process.kill(-(npm.pid ?? 0), 'SIGHUP')
    await gone
    // Longer than the watch for an end of npm takes to notice it (tools/ready/orphaned.mjs).
    for (const until = performance.now() + 2_000; performance.now() < until;) expect((await fetch(address)).status).toBe(200)
    process.kill(-(npm.pid ?? 0), 'SIGINT')
    running.delete(npm)
    await expect.poll(() => fetch(address).catch((fault: unknown) => String(fault))).toContain('fetch failed')
  })

  test.runIf(isRoot)('Y17 it runs as root, with its data under /root, where nobody else may look', async () => {
    mkdirSync('/root', { recursive: true })
    const dataDir = freshFolder('/root')
    const { npm } = await npmStart(dataDir)
    expect(existsSync(join(dataDir, 'postgres'))).toBe(true)
    await end(npm, 'SIGINT')
    expect(databaseOf(dataDir)).toBeUndefined()
  })
})
