import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bareEnvironment } from '@bobber/testkit/bare-environment'
import type { Ack } from '@bobber/protocol'
import { seededRandom } from '@bobber/testkit/random'
import { openTcpProxy } from '@bobber/testkit/tcp-proxy'
import { type Fault, wreak } from './chaos.ts'
import { check } from './check.ts'
import type { Deed } from './deeds.ts'
import type { DevicesPlan, Settled, Told } from './devices.ts'
import type { History, Violation } from './history.ts'
import { readJournal } from './journal-lines.ts'
import { readLogRows } from './log-rows.ts'
import { type Founded, foundShop, ShopUnderFire } from './shop-under-fire.ts'
import { shortOf, type Toll } from './toll.ts'

export interface FaultRun {
  seed: number
  clients: number
  /** how long the load lasts at least; without `faults` twice that at most, until enough was killed */
  seconds: number
  /** these and no others, in this order */
  faults?: readonly Fault[]
  /** a shop founded before, for as many clients: this run takes a copy of it */
  prepared?: Prepared
  /** modules loaded into the server: a deliberate bug */
  preload?: string[]
  /** false: the line to the server is good */
  badLines?: boolean
  /** how long the devices may take to come to rest when all is calm again */
  patienceMs?: number
  /** ends the run early, cleared away as any other */
  signal?: AbortSignal
}

export interface Outcome {
  violations: Violation[]
  toll: Toll
  acks: number
  /** commands that were answered */
  deeds: number
  clients: number
  entries: number
  lines: Readonly<Record<string, number>>
  complaints: string[]
}

export interface Prepared {
  dataDir: string
  founded: Founded
}

const devicesMain = fileURLToPath(new URL('devices.ts', import.meta.url))

/** One run: a shop under load and under fire, then calm, then the verdict on what everybody holds. */
export async function runFaults(run: FaultRun): Promise<Outcome> {
  const { seed, seconds, clients, faults, prepared, preload = [], badLines = true, patienceMs = 60_000, signal } = run
  const random = seededRandom(seed)
  const folder = await mkdtemp(join(tmpdir(), 'bobber-faults-'))
  const releases: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    const dataDir = join(folder, 'data')
    const files = join(folder, 'devices')
    await mkdir(files)
    if (prepared) await promisify(execFile)('cp', ['-a', prepared.dataDir, dataDir])
    const founded = prepared?.founded ?? (await foundShop(dataDir, clients, (bound) => random.below(bound)))
    const { shopId, variantId, devices, outsider } = founded
    const proxy = await openTcpProxy(seededRandom(random.below(2 ** 31)))
    if (!badLines) proxy.calm()
    const shop = new ShopUnderFire(dataDir, preload, (port) => (proxy.target = port))
    releases.push(() => shop.stop())
    // Before the shop: a half-open line keeps its socket.
    releases.push(() => proxy.close())
    await shop.up()
    const socketUrl = `ws://127.0.0.1:${proxy.port}`
    const plan: DevicesPlan = { folder: files, socketUrl, seed: random.below(2 ** 31), life: 0, variantId, devices, outsider }
    let child = startDevices(plan)
    releases.push(() => kill(child))

    const began = Date.now()
    const isShort = (toll: Toll) => faults === undefined && shortOf(toll, { clients, acks: 1 }).length > 0
    const toll = await wreak(
      {
        random,
        shop,
        struck: join(folder, 'struck'),
        async killDevices() {
          await kill(child)
          plan.life++
          child = startDevices({ ...plan, seed: random.below(2 ** 31) })
        },
      },
      faults,
      (done) => signal?.aborted !== true && Date.now() - began < seconds * (isShort(done) ? 2_000 : 1_000),
    )
    signal?.throwIfAborted()
    proxy.calm()
    await shop.up()
    const rests = await comesToRest(child, Date.now() + patienceMs, signal)
    const history = await readHistory(child, files, shop, shopId)
    const violations = [...check(history), ...surprises(files, dataDir)]
    if (!rests) violations.push({ rule: 'S6', what: `the devices did not come to rest within ${patienceMs / 1000} s` })
    return {
      violations,
      toll,
      acks: sum(history.devices.map((device) => device.acks.length)),
      deeds: sum(history.devices.map((device) => device.deeds.filter((deed) => !('asked' in deed)).length)),
      clients: history.devices.length,
      entries: history.log.entries.length,
      lines: proxy.counts,
      complaints: shop.complaints,
    }
  } finally {
    for (const release of releases.toReversed()) await release()
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

function startDevices(plan: DevicesPlan): ChildProcess {
  return fork(devicesMain, {
    env: { ...bareEnvironment(), DEVICES: JSON.stringify(plan) },
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

const lookEveryMs = 500
/** Nothing moves for so many looks: what the last one sent out has arrived everywhere. */
const stillLooks = 4

/** Waits until nobody has anything outstanding and nothing moves any more. What is wrong then stays wrong: it is judged once. */
async function comesToRest(child: ChildProcess, deadline: number, signal: AbortSignal | undefined): Promise<boolean> {
  let before = ''
  for (let still = 0; still < stillLooks; await pause(lookEveryMs, undefined, { signal })) {
    if (Date.now() > deadline) return false
    const { settled, print } = await ask<Settled>(child, 'settle')
    still = settled && print === before ? still + 1 : 0
    before = print
  }
  return true
}

async function readHistory(child: ChildProcess, files: string, shop: ShopUnderFire, shopId: string): Promise<History> {
  await ask(child, 'tell')
  const told = JSON.parse(await readFile(join(files, 'told.json'), 'utf8')) as Told
  const devices = told.devices.map((device) => ({
    ...device,
    acks: readJournal<Ack>(join(files, `${device.name}.acks`), '{"t":"ack"'),
    deeds: readJournal<Deed>(join(files, `${device.name}.deeds`), '{"'),
  }))
  return { devices, leaked: told.leaked, log: await readLogRows(shop.connection, shopId) }
}

/** What nobody thought of: faults of the clients, and mistakes of programming in the server's log. */
function surprises(files: string, dataDir: string): Violation[] {
  const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [])
  const clients = readJournal<{ fault: string }>(join(files, 'device-faults.log'), '{"fault"').map(({ fault }) => fault)
  const server = linesOf(join(dataDir, 'log', 'bobber.log')).filter((line) =>
    /"type":"(Type|Reference|Range|Syntax|Assertion)Error"/.test(line),
  )
  return [...clients, ...server].map((what) => ({ rule: 'fault', what: what.slice(0, 2_000) }))
}
