import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '@bobber/testkit/random'
import { processesIn } from '../../src/platform/postgres/leftover.ts'
import type { Strike, Struck } from './die-inside.ts'
import type { NodeProcess } from './node-process.ts'
import type { ShopUnderFire } from './shop-under-fire.ts'
import { nothingYet, type Toll } from './toll.ts'

/** What may befall the shop; how many of each in one round. A round is about a minute. */
const inRound = {
  serverKilled: 4,
  serverKilledInCommit: 4,
  serverKilledInStartUp: 2,
  databaseKilled: 1,
  databaseKilledInCommit: 2,
  databaseKilledInStartUp: 1,
  serverFrozen: 1,
  devicesKilled: 1,
} as const
export type Fault = keyof typeof inRound

interface Parts {
  random: Random
  shop: ShopUnderFire
  killDevices: () => Promise<void>
  /** a file that the server writes what it killed inside a commit to */
  struck: string
}

/** An attempt that came too late is made again, so many times at most. */
const attempts = 5

/**
 * These faults in this order, each until it has befallen; without them rounds of all, in an order drawn from the seed, for as long as
 * `goesOn` says. Each waits until the shop is up and under load again.
 */
export async function wreak(parts: Parts, faults: readonly Fault[] | undefined, goesOn: (toll: Toll) => boolean): Promise<Toll> {
  const { random, shop } = parts
  const toll = nothingYet()
  for (let left = [...(faults ?? [])]; left.length > 0 || goesOn(toll);) {
    if (left.length === 0 && faults === undefined) left = shuffled(random)
    const fault = left.shift()
    for (let attempt = 1, done = false; !done && attempt <= attempts; attempt++) {
      await shop.up()
      await pause(300 + random.below(900))
      done = fault === undefined || (await befall[fault](parts, toll)) || faults === undefined
    }
    toll.inCommit = struckBy(parts.struck)
  }
  return toll
}

/** True: it befell the shop as its name says. */
const befall: Record<Fault, (parts: Parts, toll: Toll) => Promise<boolean>> = {
  serverKilled: ({ shop }, toll) => killServer(shop.node, toll),
  async serverKilledInCommit({ random, shop, struck }, toll) {
    const { node } = shop
    const inside = await strike(node, struck, { whom: 'server', afterMs: random.next() * 4, file: struck })
    return (await killServer(node, toll)) && inside
  },
  async serverKilledInStartUp({ random, shop }, toll) {
    const before = shop.node
    await killServer(before, toll)
    while (shop.node === before) await pause(5)
    const { node } = shop
    // Stopped, it says nothing more: what it has said until then decides whether it was still starting.
    await Promise.race([node.listening.catch(() => 0), pause(50 + random.below(1_800))])
    node.child.kill('SIGSTOP')
    await pause(50)
    const listened = shop.node !== node || shop.port !== null
    const inside = (await killServer(node, toll)) && !listened
    toll.inStartUp.server += inside ? 1 : 0
    return inside
  },
  databaseKilled: ({ shop }, toll) => killDatabase(shop, toll),
  async databaseKilledInCommit({ random, shop, struck }, toll) {
    const { databasePid } = shop
    if (databasePid === undefined) return false
    const pids = [databasePid, ...processesIn(shop.cluster).filter((pid) => pid !== databasePid)]
    const inside = await strike(shop.node, struck, { whom: 'database', afterMs: random.next() * 3, file: struck, pids })
    toll.databaseKills += inside ? 1 : 0
    return inside
  },
  async databaseKilledInStartUp({ shop }, toll) {
    const before = shop.databasePid
    await killDatabase(shop, toll)
    for (let waited = 0; waited < 5_000 && (shop.databasePid === before || shop.databasePid === undefined); waited++) await pause(1)
    const pid = shop.databasePid
    if (pid === undefined || pid === before) return false
    signal(pid, 'SIGSTOP')
    const starting = shop.databaseIsStarting
    const inside = (await killDatabase(shop, toll)) && starting
    toll.inStartUp.database += inside ? 1 : 0
    return inside
  },
  async serverFrozen({ random, shop }, toll) {
    const { node } = shop
    const frozen = node.child.kill('SIGSTOP')
    toll.serverFrozen += frozen ? 1 : 0
    await pause(3_000 + random.below(4_000))
    node.child.kill('SIGCONT')
    return frozen
  },
  async devicesKilled({ killDevices }, toll) {
    await killDevices()
    toll.devicesKilled++
    return true
  },
}

/** True when it was this signal that ended it; also where it ended itself in a commit. */
async function killServer(node: NodeProcess, toll: Toll): Promise<boolean> {
  const counted = ended.has(node)
  await node.end('SIGKILL')
  ended.add(node)
  const killed = !counted && node.child.signalCode === 'SIGKILL'
  if (killed) toll.serverKills++
  return killed
}
const ended = new WeakSet<NodeProcess>()

/** All of the cluster at once, the postmaster first: whoever is left would recover before the next start. */
async function killDatabase(shop: ShopUnderFire, toll: Toll): Promise<boolean> {
  const pid = shop.databasePid
  const all = processesIn(shop.cluster)
  if (pid === undefined || !all.includes(pid)) return false
  const killed = signal(pid, 'SIGKILL')
  for (const other of all) if (other !== pid) signal(other, 'SIGKILL')
  if (killed) toll.databaseKills++
  while (processesIn(shop.cluster).includes(pid)) await pause(5)
  return killed
}

function signal(pid: number, which: 'SIGKILL' | 'SIGSTOP'): boolean {
  try {
    return process.kill(pid, which)
  } catch {
    return false // it was gone already
  }
}

const disarm: Strike = { whom: 'nobody' }
/** How long a commit may take to come by. */
const patienceMs = 3_000

/** Arms the server; true once it has struck. */
async function strike(node: NodeProcess, file: string, order: Exclude<Strike, { whom: 'nobody' }>): Promise<boolean> {
  const before = struckIn(file).length
  node.child.send(order, () => undefined)
  for (let waited = 0; waited < patienceMs && struckIn(file).length === before; waited += 5) await pause(5)
  if (node.child.connected) node.child.send(disarm, () => undefined)
  return struckIn(file).length > before
}

function struckIn(file: string): Struck[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
  return lines.map((line) => JSON.parse(line) as Struck)
}

function struckBy(file: string): Toll['inCommit'] {
  const { inCommit } = nothingYet()
  for (const { whom, commit } of struckIn(file)) inCommit[whom][commit]++
  return inCommit
}

function shuffled(random: Random): Fault[] {
  const all = (Object.entries(inRound) as [Fault, number][]).flatMap(([fault, times]) => Array.from({ length: times }, () => fault))
  return all
    .map((fault) => ({ fault, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ fault }) => fault)
}
