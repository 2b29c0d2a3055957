import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../src/config.ts'
import { firstShop } from '../../src/modules/shops/index.ts'
import { openDeps } from '../../src/open-deps.ts'
import type { Connection } from '../../src/platform/postgres/index.ts'
import { layOut } from '../../src/platform/postgres/layout.ts'
import { chooseRunAs } from '../../src/platform/postgres/run-as.ts'
import { createReleases } from '../../src/release.ts'
import { addActors, addConversations } from './cast.ts'
import type { DevicesPlan } from './devices.ts'
import { type NodeProcess, startNode } from './node-process.ts'

const dieInside = fileURLToPath(new URL('die-inside.ts', import.meta.url))

/** Makes the shop, its people and conversations, and stops everything again: the servers of the run find them. */
export async function foundShop(
  dataDir: string,
  count: number,
  pick: (bound: number) => number,
): Promise<{ shopId: string } & Pick<DevicesPlan, 'devices' | 'outsider'>> {
  const releases = createReleases()
  try {
    const deps = await openDeps(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { write: () => undefined }, releases)
    const shopId = await firstShop(deps)
    // Every third person has a second device.
    const persons = Math.ceil((count * 3) / 4)
    const actors = await addActors(deps, shopId, persons + 1)
    const [outsider, ...people] = actors
    if (!outsider) throw new Error('nobody is outside')
    const casts = Array.from({ length: Math.max(2, Math.ceil(persons / 3)) }, (_, index) =>
      people.filter((_person, at) => at % 3 === index % 3 || pick(4) === 0),
    )
    const ids = await addConversations(deps, shopId, casts)
    const devices = Array.from({ length: count }, (_, index) => {
      const person = people[index % persons] ?? outsider
      const conversations = ids.filter((_id, at) => casts[at]?.includes(person))
      return { name: `device-${index + 1}`, ...person, conversations }
    })
    return { shopId, devices: devices.filter((device) => device.conversations.length > 0), outsider }
  } finally {
    await releases.releaseAll()
  }
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

  /** The database's pid; undefined while there is none. */
  get databasePid(): number | undefined {
    const file = join(this.#dataDir, 'postgres', 'postmaster.pid')
    const [pid] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    return pid ? Number(pid) : undefined
  }

  async up(): Promise<number> {
    while (this.port === null) await pause(20)
    return this.port
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.node.end('SIGTERM')
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
