import { atMost, type LogStore } from '@bobber/server/log/store'
import { ManualClock } from '../clock.ts'
import { countingIds } from '../ids.ts'
import { MemoryLog } from '../memory-log.ts'
import type { MemoryShop } from '../memory-shop.ts'
import type { Wire } from '../network/wire.ts'
import { type Random, seededRandom } from '../random.ts'
import { Database } from './database.ts'
import { Device } from './device.ts'
import { type BusMessage, SimulatedNode } from './node.ts'
import { makePeople, type SimulatedPerson, whoIs } from './people.ts'
import { Tasks } from './tasks.ts'

export interface Violation {
  rule: string
  what: string
}

/** Where a deliberate bug can be put in: nowhere in the product's own code. */
export interface Tampering {
  store?: (store: LogStore, log: MemoryLog) => LogStore
  /** what a device hears instead; null: nothing */
  frame?: (text: string, device: string) => string | null
  /** what a device's screen shows instead */
  unread?: (shown: number, device: Device, conversationId: string) => number
}

/** A shop with two nodes, five people, their devices, and everything between them; nothing moves but by `happen` and `advance`. */
export class World {
  readonly clock = new ManualClock()
  readonly tasks = new Tasks()
  readonly log: MemoryLog
  readonly database: Database
  readonly nodes: SimulatedNode[]
  readonly people: SimulatedPerson[]
  readonly devices: Device[]
  readonly violations: Violation[] = []
  readonly faults: unknown[] = []
  readonly newId: () => string
  backUp: MemoryShop | undefined
  /** true once a restore has taken committed entries back: some promises are then kept anew, at another place */
  restored = false
  partitioned = false
  #wires: { wire: Wire; node: SimulatedNode }[] = []
  #random: Random

  constructor(seed: number, tampering: Tampering = {}) {
    this.newId = countingIds(seed)
    this.#random = seededRandom(seed ^ 0x5eed)
    const shopId = this.newId()
    // It answers little at once: short histories go through pages and parts too.
    this.log = new MemoryLog(shopId, this.newId, { ...atMost, bytes: 2_000, conversations: 2 })
    const store = tampering.store?.(this.log, this.log) ?? this.log
    this.database = new Database(store, this.tasks)
    this.people = makePeople(this.log, this.newId)
    const fault = (cause: unknown) => this.faults.push(cause)
    const node = () =>
      new SimulatedNode({
        shopId,
        clock: this.clock,
        database: this.database,
        log: this.log,
        newId: this.newId,
        who: (token) => whoIs(this.people, shopId, token),
        broadcast: (from, message) => this.#broadcast(from, message),
        fault,
      })
    this.nodes = [node(), node()]
    const devices = this.people.map((person, index) => ({ person, name: `${person.name}-1`, index }))
    // A customer's second phone and a clerk's second desk.
    for (const index of [0, 2]) {
      const person = this.people[index]
      if (person !== undefined) devices.push({ person, name: `${person.name}-2`, index: index + 10 })
    }
    this.devices = devices.map(
      ({ person, name, index }) =>
        new Device({
          name,
          person,
          clock: this.clock,
          tasks: this.tasks,
          seed: seed + index,
          newId: this.newId,
          connect: (wire) => this.#wires.push({ wire, node: this.#random.pick(this.nodes) }),
          violate: (rule, what) => this.violations.push({ rule, what }),
          checking: () => !this.restored,
          tamper: (text) => (tampering.frame === undefined ? text : tampering.frame(text, name)),
          fault,
        }),
    )
  }

  /** Everything that could happen next. */
  possible(): (() => void)[] {
    this.#wires = this.#wires.filter(({ wire }) => !wire.over)
    const moves: (() => void)[] = this.tasks.ready().map((task) => () => this.tasks.take(task))
    for (const { wire, node } of this.#wires) {
      if (wire.opening) moves.push(() => node.accept(wire))
      if (wire.upWaiting > 0) moves.push(() => wire.handUp())
      if (wire.downWaiting > 0 && !this.#isSlow(wire)) moves.push(() => wire.handDown())
    }
    return moves
  }

  wires(): Wire[] {
    return this.#wires.map(({ wire }) => wire)
  }

  /** One thing happens; false when nothing can. */
  async happen(random: Random): Promise<boolean> {
    const moves = this.possible()
    if (moves.length === 0) return false
    random.pick(moves)()
    await turn()
    return true
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms)
    await turn()
  }

  /** A module's transaction, carried out by one node: rows and facts at once, then the node's feed hears of it. */
  async commit(node: SimulatedNode, work: () => Promise<{ to: number }>): Promise<void> {
    const { to } = await work()
    const message = { hint: to }
    node.hear(message)
    this.#broadcast(node, message)
  }

  /** The past changes: everything since the back-up is gone, and all connections to the database broke. */
  restore(backUp: MemoryShop): void {
    this.restored = true
    this.database.breakConnections()
    this.log.restore(backUp)
    for (const node of this.nodes) node.reset()
  }

  /** The bus may lose, repeat and reorder; a partition loses everything. */
  #broadcast(from: SimulatedNode, message: BusMessage): void {
    for (const node of this.nodes) {
      if (node === from || this.partitioned) continue
      const luck = this.#random.next()
      const times = luck < 0.1 ? 0 : luck < 0.2 ? 2 : 1
      for (let time = 0; time < times; time++) this.tasks.add(() => node.hear(message))
    }
  }

  #isSlow(wire: Wire): boolean {
    return this.devices.some((device) => device.slow && device.wire === wire)
  }
}

/** Lets everything that waits on promises run out; a macrotask comes after all of them. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
