import type { DownFrame } from '@bobber/protocol'
import { atMost, type LogStore, UnknownOutcome } from '@bobber/server/log/store'
import { ManualClock } from '../clock.ts'
import { countingIds } from '../ids.ts'
import { MemoryLog } from '../memory-log.ts'
import type { MemoryShop } from '../memory-shop.ts'
import type { ServerSocket, Wire } from '../network/wire.ts'
import { type Random, seededRandom } from '../random.ts'
import { Commands } from './commands.ts'
import { Database, Refused } from './database.ts'
import type { Deed } from './deeds.ts'
import { Device } from './device.ts'
import { type BusMessage, SimulatedNode } from './node.ts'
import { OffClock } from './off-clock.ts'
import { Ear } from './overhear.ts'
import { makePeople, type SimulatedPerson, whoIs } from './people.ts'
import { Tasks } from './tasks.ts'
import type { Seen } from './watch.ts'

export interface Violation {
  rule: string
  what: string
}

/** Where a deliberate bug can be put in: nowhere in the product's own code. */
export interface Tampering {
  store?: (store: LogStore, log: MemoryLog) => LogStore
  /** what a device hears instead; null: nothing */
  frame?: (text: string, device: string) => string | null
}

/** The shop's rows at some moment, to go back to. */
interface BackUp {
  log: MemoryShop
  done: ReadonlySet<string>
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
  readonly commands: Commands
  readonly violations: Violation[] = []
  readonly newId: () => string
  /** true once a restore has taken committed entries back: some promises are then kept anew, at another place */
  restored = false
  partitioned = false
  #backUp: BackUp | undefined
  #wires: { wire: Wire; node: SimulatedNode; device: Device }[] = []
  #random: Random
  #seen: Seen = new Map()

  constructor(seed: number, tampering: Tampering = {}) {
    this.newId = countingIds(seed)
    this.#random = seededRandom(seed ^ 0x5eed)
    const shopId = this.newId()
    // It answers little at once: short histories go through pages and parts too.
    this.log = new MemoryLog(shopId, this.newId, { ...atMost, bytes: 2_000, conversations: 2 })
    const store = tampering.store?.(this.log, this.log) ?? this.log
    this.database = new Database(store, this.tasks)
    this.people = makePeople(this.newId)
    const fault = (cause: unknown) => this.#judgeFault(cause)
    const node = () =>
      new SimulatedNode({
        shopId,
        clock: new OffClock(this.clock, this.#random),
        database: this.database,
        log: this.log,
        newId: this.newId,
        who: (token) => whoIs(this.people, shopId, token),
        broadcast: (from, message) => this.#broadcast(from, message),
        fault,
      })
    this.nodes = [node(), node()]
    this.commands = new Commands({ clock: this.clock, random: this.#random, nodes: this.nodes, newId: this.newId })
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
          clock: new OffClock(this.clock, this.#random),
          tasks: this.tasks,
          seed: seed + index,
          newId: this.newId,
          connect: (wire, device) => this.#wires.push({ wire, node: this.#random.pick(this.nodes), device }),
          seen: this.#seen,
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
    for (const { wire, node, device } of this.#wires) {
      if (wire.opening)
        moves.push(() => (device.offline ? wire.accept(undefined) : node.accept(wire, this.#overhearing(wire.server, device))))
      if (wire.upWaiting > 0 && device.stalled !== 'both') moves.push(() => wire.handUp())
      if (wire.downWaiting > 0 && device.stalled === 'nothing') moves.push(() => wire.handDown())
    }
    return moves
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

  backUp(): void {
    this.#backUp = { log: this.log.backUp(), done: new Set(this.database.done) }
  }

  /** The past changes: everything since the back-up is gone, and all connections to the database broke. */
  restore(): void {
    if (this.#backUp === undefined) return
    this.restored = true
    this.database.breakConnections()
    this.database.restore(this.#backUp.done)
    this.log.restore(this.#backUp.log)
    for (const node of this.nodes) node.reset()
  }

  /** Somebody gives a command, carried out by a module's transaction on some node. */
  command(work: Deed): void {
    this.commands.give(work)
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

  /** Whatever a device is sent is looked at on its way out. */
  #overhearing(socket: ServerSocket, { name, person }: Device): ServerSocket {
    const ear = new Ear(person, this.log, this.people)
    return {
      ...socket,
      send: (text) => {
        const found = this.restored ? [] : ear.hear(JSON.parse(text) as DownFrame)
        for (const what of found) this.violations.push({ rule: 'L8', what: `${name} hears ${what}` })
        socket.send(text)
      },
    }
  }

  /** Nothing goes wrong inside but what was made to go wrong outside. */
  #judgeFault(cause: unknown): void {
    if (cause instanceof UnknownOutcome || cause instanceof Refused) return
    this.violations.push({ rule: 'fault', what: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
  }
}

/** Lets everything that waits on promises run out; a macrotask comes after all of them. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
