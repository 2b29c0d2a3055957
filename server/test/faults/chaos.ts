import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '@bobber/testkit/random'
import type { ShopUnderFire } from './shop-under-fire.ts'

/** What may befall the shop; how many of each in one round. A round is about a minute. */
const inRound = {
  serverKilled: 5,
  serverKilledInCommit: 3,
  serverKilledInStartUp: 2,
  databaseKilled: 2,
  databaseKilledInCommit: 2,
  databaseKilledInStartUp: 1,
  serverFrozen: 1,
  devicesKilled: 1,
} as const
export type Fault = keyof typeof inRound

export interface Toll {
  serverKills: number
  databaseKills: number
  faults: Record<Fault, number>
}

interface Parts {
  random: Random
  shop: ShopUnderFire
  killDevices: () => Promise<void>
  /** nothing else befalls the shop */
  only?: Fault | undefined
}

/** Rounds of faults in an order drawn from the seed, until the time is over. Each waits until the shop is up and under load again. */
export async function wreak({ random, shop, killDevices, only }: Parts, untilMs: () => boolean): Promise<Toll> {
  const toll: Toll = {
    serverKills: 0,
    databaseKills: 0,
    faults: { ...inRound },
  }
  for (const fault of Object.keys(inRound) as Fault[]) toll.faults[fault] = 0
  for (let round = shuffled(random); untilMs(); round = round.length > 0 ? round : shuffled(random)) {
    await shop.up()
    await pause(300 + random.below(900))
    const fault = only ?? round.shift()
    if (fault === undefined) continue
    toll.faults[fault]++
    await befall[fault]({ random, shop, killDevices }, toll)
  }
  return toll
}

const befall: Record<Fault, (parts: Parts, toll: Toll) => Promise<void>> = {
  async serverKilled({ shop }, toll) {
    toll.serverKills++
    await shop.node.end('SIGKILL')
  },
  async serverKilledInCommit({ random, shop }, toll) {
    const { node } = shop
    node.child.send({ whom: 'server', afterMs: random.below(6) })
    await Promise.race([node.gone, pause(2_000)])
    toll.serverKills++
    await node.end('SIGKILL')
  },
  async serverKilledInStartUp({ random, shop }, toll) {
    const before = shop.node
    await before.end('SIGKILL')
    while (shop.node === before) await pause(5)
    const { node } = shop
    await Promise.race([node.listening.catch(() => 0), pause(50 + random.below(1_800))])
    await node.end('SIGKILL')
    toll.serverKills += 2
  },
  async databaseKilled({ shop }, toll) {
    killDatabase(shop, toll)
    return Promise.resolve()
  },
  async databaseKilledInCommit({ random, shop }, toll) {
    toll.databaseKills++
    shop.node.child.send({ whom: 'database', afterMs: random.below(4) })
    await pause(500)
  },
  async databaseKilledInStartUp({ random, shop }, toll) {
    const before = shop.databasePid
    killDatabase(shop, toll)
    for (let waited = 0; waited < 5_000 && (shop.databasePid === before || shop.databasePid === undefined); waited += 5) await pause(5)
    await pause(random.below(150))
    killDatabase(shop, toll)
  },
  async serverFrozen({ random, shop }) {
    const { node } = shop
    node.child.kill('SIGSTOP')
    await pause(3_000 + random.below(4_000))
    node.child.kill('SIGCONT')
  },
  devicesKilled: ({ killDevices }) => killDevices(),
}

function killDatabase(shop: ShopUnderFire, toll: Toll): void {
  const pid = shop.databasePid
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
    toll.databaseKills++
  } catch {
    // it was gone already
  }
}

function shuffled(random: Random): Fault[] {
  const all = (Object.entries(inRound) as [Fault, number][]).flatMap(([fault, times]) => Array.from({ length: times }, () => fault))
  return all
    .map((fault) => ({ fault, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ fault }) => fault)
}
