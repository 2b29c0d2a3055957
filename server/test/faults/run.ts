import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Ack } from '@bobber/protocol'
import { seededRandom } from '@bobber/testkit/random'
import { openTcpProxy } from '@bobber/testkit/tcp-proxy'
import { type Fault, type Toll, wreak } from './chaos.ts'
import { check } from './check.ts'
import type { DevicesPlan, Told } from './devices.ts'
import type { History, Violation } from './history.ts'
import { readLogRows } from './log-rows.ts'
import { foundShop, ShopUnderFire } from './shop-under-fire.ts'

export interface FaultRun {
  seed: number
  seconds: number
  clients: number
  /** modules loaded into the server: a deliberate bug */
  preload?: string[]
  /** nothing else befalls the shop */
  only?: Fault
  /** how long the devices may take to agree when all is calm again */
  patienceMs?: number
  /** ends the run early, cleared away as any other */
  signal?: AbortSignal
}

export interface Outcome {
  violations: Violation[]
  toll: Toll
  acks: number
  entries: number
  lines: Readonly<Record<string, number>>
  complaints: string[]
}

const devicesMain = fileURLToPath(new URL('devices.ts', import.meta.url))

/** One run: a shop under load and under fire, then calm, then the verdict on what everybody holds. */
export async function runFaults({ seed, seconds, clients, preload = [], patienceMs = 60_000, only, signal }: FaultRun): Promise<Outcome> {
  const random = seededRandom(seed)
  const folder = await mkdtemp(join(tmpdir(), 'bobber-faults-'))
  const releases: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    const dataDir = join(folder, 'data')
    const files = join(folder, 'devices')
    await mkdir(files)
    const T = Date.now()
    const L = (w: string) => process.env['KT'] && process.stderr.write(`${w} ${Date.now() - T}\n`)
    const { shopId, devices, outsider } = await foundShop(dataDir, clients, (bound) => random.below(bound))
    L('founded')
    const proxy = await openTcpProxy(seededRandom(random.below(2 ** 31)))
    const shop = new ShopUnderFire(dataDir, preload, (port) => (proxy.target = port))
    releases.push(() => shop.stop())
    // Before the shop: a half-open line keeps its socket.
    releases.push(() => proxy.close())
    await shop.up()
    L('up')
    const plan: DevicesPlan = { folder: files, socketUrl: `ws://127.0.0.1:${proxy.port}`, seed: random.below(2 ** 31), devices, outsider }
    let child = startDevices(plan)
    releases.push(() => kill(child))

    const end = Date.now() + seconds * 1_000
    const toll = await wreak(
      {
        random,
        shop,
        only,
        async killDevices() {
          await kill(child)
          child = startDevices({ ...plan, seed: random.below(2 ** 31) })
        },
      },
      () => Date.now() < end && signal?.aborted !== true,
    )
    L('wreaked')
    signal?.throwIfAborted()
    proxy.calm()
    await shop.up()
    const deadline = Date.now() + patienceMs
    while (!(await ask<{ settled: boolean }>(child, 'settle')).settled && Date.now() < deadline) await pause(500, undefined, { signal })
    L('settled')
    let history = await readHistory(child, files, shop, shopId)
    // Cursors go on moving for a moment after the last message.
    for (; check(history).length > 0 && Date.now() < deadline; history = await readHistory(child, files, shop, shopId)) {
      await pause(500, undefined, { signal })
    }
    L('agreed')
    const acks = history.devices.reduce((sum, device) => sum + device.acks.length, 0)
    const { complaints } = shop
    return { violations: check(history), toll, acks, entries: history.log.entries.length, lines: proxy.counts, complaints }
  } finally {
    for (const release of releases.toReversed()) await release()
  }
}

function startDevices(plan: DevicesPlan): ChildProcess {
  return fork(devicesMain, {
    env: { PATH: process.env['PATH'], DEVICES: JSON.stringify(plan) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function ask<Answer>(child: ChildProcess, question: 'settle' | 'tell'): Promise<Answer> {
  child.send(question)
  const [answer] = (await once(child, 'message')) as [Answer]
  return answer
}

async function readHistory(child: ChildProcess, files: string, shop: ShopUnderFire, shopId: string): Promise<History> {
  await ask(child, 'tell')
  const told = JSON.parse(await readFile(join(files, 'told.json'), 'utf8')) as Told
  const devices = told.devices.map((device) => ({ ...device, acks: readAcks(join(files, `${device.name}.acks`)) }))
  return { devices, leaked: told.leaked, log: await readLogRows(shop.connection, shopId) }
}

/** The last line may be cut short: its device was killed while it wrote it, and promised nothing to anybody. */
function readAcks(path: string): Ack[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Ack]
    } catch {
      return []
    }
  })
}
