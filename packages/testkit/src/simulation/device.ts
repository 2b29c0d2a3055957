import type { Ack } from '@bobber/protocol'
import type { Client } from '@bobber/client'
import { createClient } from '@bobber/client'
import { type Change, change, type Rows, type Store, under } from '@bobber/client/store/store'
import { seededRandom } from '../random.ts'
import { Wire } from '../network/wire.ts'
import type { OffClock } from './off-clock.ts'
import type { Tasks } from './tasks.ts'
import type { SimulatedPerson } from './people.ts'
import { type Seen, type Shown, watch } from './watch.ts'

export interface DeviceParts {
  name: string
  person: SimulatedPerson
  clock: OffClock
  tasks: Tasks
  seed: number
  newId: () => string
  /** a new connection waits to be accepted */
  connect(wire: Wire, device: Device): void
  /** what all devices were shown */
  seen: Seen
  violate(rule: string, what: string): void
  /** false after a restore: cursors and entries may then lie anew */
  checking(): boolean
  /** deliberate bugs reach the client here */
  tamper(frame: string): string | null
  fault: (cause: unknown) => void
}

/** A message that a person wrote on this device. */
export interface Written {
  clientId: string
  conversationId: string
}

/** One phone or desk: the real client over a store that survives it, and a journal of everything it was promised. */
export class Device {
  readonly name: string
  readonly person: SimulatedPerson
  readonly clock: OffClock
  readonly acks: Ack[] = []
  readonly written: Written[] = []
  /** clientIds that the store had finished writing: those outlive the app, and are kept until the log has them (S5) */
  readonly kept = new Set<string>()
  /** while true no connection comes about */
  offline = false
  /** what doesn't move now on its line */
  stalled: 'nothing' | 'down' | 'both' = 'nothing'
  #parts: DeviceParts
  #rows: Rows = new Map()
  #shown: Shown = { cursors: new Map() }
  #life: Life

  constructor(parts: DeviceParts) {
    this.#parts = parts
    this.name = parts.name
    this.person = parts.person
    this.clock = parts.clock
    this.#life = this.#start()
  }

  get client(): Client {
    return this.#life.client
  }
  get wire(): Wire | undefined {
    return this.#life.wire
  }

  send(conversationId: string, text: string, privately: boolean): void {
    const clientId = this.client.send(conversationId, { kind: 'message.text', content: { text }, privately })
    this.written.push({ clientId, conversationId })
  }

  /** It is written anew: behind what was written since. */
  retry(clientId: string): void {
    this.client.retry(clientId)
    const [again] = this.written.splice(
      this.written.findIndex((one) => one.clientId === clientId),
      1,
    )
    if (again !== undefined) this.written.push(again)
  }

  goOffline(offline: boolean): void {
    this.offline = offline
    if (offline) this.wire?.cut()
  }

  /** The app is killed and opened again: what its store had finished writing is all that is left. */
  restart(): void {
    this.#life.kill()
    this.#life = this.#start()
  }

  #start(): Life {
    return new Life({
      ...this.#parts,
      rows: this.#rows,
      shown: this.#shown,
      connected: (wire) => this.#parts.connect(wire, this),
      acked: (ack) => this.acks.push(ack),
      stored: (changes) => {
        for (const one of changes) if ('put' in one && one.put.startsWith('outbox/')) this.kept.add(one.put.slice('outbox/'.length))
      },
    })
  }
}

interface LifeParts extends DeviceParts {
  rows: Rows
  shown: Shown
  connected(wire: Wire): void
  acked(ack: Ack): void
  stored(changes: readonly Change[]): void
}

class Life {
  readonly client: Client
  wire: Wire | undefined
  #parts: LifeParts
  #alive = true

  constructor(parts: LifeParts) {
    this.#parts = parts
    const random = seededRandom(parts.seed)
    this.client = createClient({
      clock: {
        now: () => parts.clock.now(),
        setTimeout: (run, ms) => parts.clock.setTimeout(() => this.#alive && run(), ms),
      },
      random: random.next,
      newId: parts.newId,
      openSocket: (_url, ears) => {
        const wire = new Wire({
          opened: () => this.#alive && ears.opened(),
          heard: (text) => {
            const frame = this.#alive ? parts.tamper(text) : null
            if (frame !== null) ears.heard(frame)
          },
          closed: (code, reason) => this.#alive && ears.closed(code, reason),
        })
        this.wire = wire
        parts.connected(wire)
        return wire.client
      },
      store: this.#store(parts.rows),
      fetch: () => Promise.reject(new Error('no HTTP in the simulation')),
      url: 'http://simulation',
      surface: parts.person.class === 'staff' ? 'console' : 'storefront',
      locale: () => 'zh',
      tab: parts.newId(),
      token: parts.person.token,
      acked: (ack) => this.#alive && parts.acked(ack),
      fault: parts.fault,
    })
    watch({
      client: this.client,
      seen: parts.seen,
      shown: parts.shown,
      say: (rule, what) => this.#alive && parts.violate(rule, `${parts.name}: ${what}`),
      checking: () => this.#alive && parts.checking(),
    })
  }

  kill(): void {
    this.#alive = false
    this.wire?.cut()
  }

  /** Each question of the store is answered when the scheduler says so; a killed app's are never carried out. */
  #store(rows: Rows): Store {
    const queue = `${this.#parts.name}/store`
    const later = <T>(work: () => T): Promise<T> =>
      new Promise((resolve) => {
        this.#parts.tasks.add(() => this.#alive && resolve(work()), queue)
      })
    return {
      get: (key) => later(() => structuredClone(rows.get(key))),
      list: (prefix) => later(() => structuredClone(under(rows, prefix))),
      batch: (changes) => {
        const copy = structuredClone(changes)
        return later(() => {
          change(rows, copy)
          this.#parts.stored(copy)
        })
      },
      close: () => Promise.resolve(),
    }
  }
}
