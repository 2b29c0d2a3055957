import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRefusal } from '@bobber/protocol'
import { readConfig } from '../../src/config.ts'
import { firstShop } from '../../src/modules/shops/index.ts'
import { stockHandlers } from '../../src/modules/stock/index.ts'
import { openDeps } from '../../src/open-deps.ts'
import type { Deps } from '../../src/platform/deps.ts'
import type { Connection } from '../../src/platform/postgres/index.ts'
import { layOut } from '../../src/platform/postgres/layout.ts'
import { chooseRunAs } from '../../src/platform/postgres/run-as.ts'
import { createReleases } from '../../src/release.ts'
import { type Actor, addActors, addClerks, addConversations } from './cast.ts'
import type { DevicePlan } from './device.ts'
import { type NodeProcess, startNode } from './node-process.ts'

const dieInside = fileURLToPath(new URL('die-inside.ts', import.meta.url))

/** A shop with its people before anything happens: what the run's servers and devices find. */
export interface Founded {
  shopId: string
  /** lent without end: what is ordered in the run */
  variantId: string
  devices: DevicePlan[]
  outsider: Actor
}

/**
 * Makes the shop, its people and conversations, and stops everything again. Of eight devices one is at the desk and one begins as a guest;
 * every fourth customer's is his second.
 */
export async function foundShop(dataDir: string, count: number, pick: (bound: number) => number): Promise<Founded> {
  const releases = createReleases()
  try {
    const deps = await openDeps(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { write: () => undefined }, releases)
    const shopId = await firstShop(deps)
    const [desk, guests] = [Math.ceil(count / 8), Math.floor(count / 8)]
    const phones = count - desk - guests
    const clerks = await addClerks(deps, shopId, Math.ceil(desk / 2))
    const [outsider, ...people] = await addActors(deps, shopId, Math.ceil((phones * 3) / 4) + 1)
    if (!outsider) throw new Error('nobody is outside')
    // Every customer's own place in the talk of many: community, which no desk looks into.
    const casts = Array.from({ length: Math.max(2, Math.ceil(people.length / 3)) }, (_, index) =>
      people.filter((_person, at) => at % 3 === index % 3 || pick(4) === 0),
    )
    await addConversations(deps, shopId, casts)
    const devices = [
      ...several(desk, clerks, 'desk'),
      ...several(phones, people, 'customer'),
      ...Array.from({ length: guests }, (_, nth) => ({ name: `guest-${nth + 1}`, as: 'guest' as const, actor: null })),
    ]
    return { shopId, variantId: await offerRods(deps, shopId), devices, outsider }
  } finally {
    await releases.releaseAll()
  }
}

function several(count: number, people: readonly Actor[], as: 'desk' | 'customer'): DevicePlan[] {
  return Array.from({ length: count }, (_, nth) => ({ name: `${as}-${nth + 1}`, as, actor: people[nth % people.length] ?? null }))
}

async function offerRods(deps: Deps, shopId: string): Promise<string> {
  const owner = { shopId, personId: randomUUID(), class: 'staff', roles: ['owner'], sessionId: randomUUID(), locale: 'zh' } as const
  const extras = { surface: 'console', ip: '', network: '', origin: '', userAgent: '', device: '' } as const
  const words = { category: '', brand: '', specs: '', description: '', pictureIds: [] }
  const rods = { sku: 'R-1', name: '溪流竿', forRent: true, forSale: false, tracking: 'bulk', quantity: 100_000 } as const
  const prices = { dayRent: 3_500, deposit: 40_000 }
  const reply = await stockHandlers['product.change'](deps, { ...owner, roles: ['owner'] }, { ...words, ...rods, ...prices }, extras)
  if (isRefusal(reply)) throw new Error(`the shop could not offer its rods: ${reply.code}`)
  return reply.variantId
}

/** The server of the run: started again whenever it ends, on whatever port it finds. */
export class ShopUnderFire {
  node: NodeProcess
  /** of the pages; null while nobody listens */
  port: number | null = null
  readonly complaints: string[] = []
  readonly #dataDir: string
  readonly #preload: string[]
  readonly #moved: (port: number | null) => void
  #stopped = false

  constructor(dataDir: string, preload: string[], moved: (port: number | null) => void) {
    this.#dataDir = dataDir
    this.#preload = ['--import', dieInside, ...preload.flatMap((path) => ['--import', path])]
    this.#moved = moved
    this.node = this.#start()
  }

  get connection(): Connection {
    const { socketDir, password } = layOut(this.#dataDir, chooseRunAs())
    return { host: socketDir, port: 5432, user: 'bobber', password, database: 'bobber' }
  }

  /** The folder that all processes of the database work in. */
  get cluster(): string {
    return layOut(this.#dataDir, chooseRunAs()).cluster
  }

  /** The postmaster's pid; undefined while there is none. */
  get databasePid(): number | undefined {
    const [pid] = this.#postmaster()
    return pid ? Number(pid) : undefined
  }

  /** It runs, and has not said yet that it takes connections. */
  get databaseIsStarting(): boolean {
    const lines = this.#postmaster()
    return lines.length > 0 && lines[7]?.trim() !== 'ready'
  }

  async up(): Promise<number> {
    while (this.port === null) await pause(20)
    return this.port
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.node.end('SIGTERM')
  }

  #postmaster(): string[] {
    const file = join(this.#dataDir, 'postgres', 'postmaster.pid')
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  }

  #start(): NodeProcess {
    const node = startNode({
      env: { DATA_DIR: this.#dataDir },
      node: this.#preload,
      onComplaint: (line) => this.complaints.push(line),
    })
    void this.#follow(node)
    return node
  }

  async #follow(node: NodeProcess): Promise<void> {
    await node.listening.then(
      (port) => this.#move(port),
      () => undefined, // killed in its start: the next one comes
    )
    await node.gone
    this.#move(null)
    if (!this.#stopped) this.node = this.#start()
  }

  #move(port: number | null): void {
    this.port = port
    this.#moved(port)
  }
}
