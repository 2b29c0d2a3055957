import type { Ack, DownFrame, Entry } from '@bobber/protocol'
import type { Client, ConversationView } from '@bobber/client'
import { createClient } from '@bobber/client'
import { change, type Rows, type Store, under } from '@bobber/client/store/store'
import type { ManualClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { Wire } from '../network/wire.ts'
import type { Tasks } from './tasks.ts'
import type { SimulatedPerson } from './people.ts'

export interface DeviceParts {
  name: string
  person: SimulatedPerson
  clock: ManualClock
  tasks: Tasks
  seed: number
  newId: () => string
  /** a new connection waits to be accepted */
  connect(wire: Wire): void
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
  readonly acks: Ack[] = []
  readonly written: Written[] = []
  /** while true nothing is handed down to it: a slow reader */
  slow = false
  #parts: DeviceParts
  #rows: Rows = new Map()
  #life: Life

  constructor(parts: DeviceParts) {
    this.#parts = parts
    this.name = parts.name
    this.person = parts.person
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

  /** The app is killed and opened again: what its store had finished writing is all that is left. */
  restart(): void {
    this.#life.kill()
    this.#life = this.#start()
  }

  #start(): Life {
    return new Life(this.#parts, this.#rows, (ack) => this.acks.push(ack))
  }
}

class Life {
  readonly client: Client
  wire: Wire | undefined
  #parts: DeviceParts
  #alive = true
  #cursors = new Map<string, number>()
  #arrived = new Map<string, number>()

  constructor(parts: DeviceParts, rows: Rows, acked: (ack: Ack) => void) {
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
            if (!this.#alive) return
            const frame = parts.tamper(text)
            if (frame === null) return
            this.#lookAt(frame)
            ears.heard(frame)
          },
          closed: (code, reason) => this.#alive && ears.closed(code, reason),
        })
        this.wire = wire
        parts.connect(wire)
        return wire.client
      },
      store: this.#store(rows),
      fetch: () => Promise.reject(new Error('no HTTP in the simulation')),
      url: 'http://simulation',
      surface: parts.person.class === 'staff' ? 'console' : 'storefront',
      locale: () => 'zh',
      tab: parts.newId(),
      token: parts.person.token,
      acked: (ack) => this.#alive && acked(ack),
      fault: parts.fault,
    })
    this.client.subscribe(() => this.#alive && this.#checkCursors())
    this.client.onEntry((entry) => this.#alive && this.#checkOrder(entry))
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
        return later(() => change(rows, copy))
      },
      close: () => Promise.resolve(),
    }
  }

  /** Nobody is ever sent what his class may not see, or what is of no conversation of his. */
  #lookAt(text: string): void {
    const frame = JSON.parse(text) as DownFrame
    if (frame.t !== 'changes' && frame.t !== 'snapshot' && frame.t !== 'history') return
    for (const entry of frame.entries) {
      if (!this.#parts.person.maySee(entry)) this.#parts.violate('L8', `${this.#parts.name} was sent ${entry.conversationId}/${entry.seq}`)
    }
  }

  #checkCursors(): void {
    const shown = new Set<string>()
    for (const view of this.client.conversations()) {
      if (view.mark !== null) shown.add(view.conversationId)
      this.#checkCursor(view)
    }
    // Whoever leaves and comes back sees the conversation anew.
    for (const seen of [this.#cursors, this.#arrived]) for (const id of seen.keys()) if (!shown.has(id)) seen.delete(id)
  }

  #checkCursor({ conversationId, mine }: ConversationView): void {
    if (mine === null || !this.#parts.checking()) return
    const before = this.#cursors.get(conversationId) ?? 0
    if (mine.readSeq < before)
      this.#parts.violate('I4', `${this.#parts.name}: cursor of ${conversationId} went from ${before} back to ${mine.readSeq}`)
    this.#cursors.set(conversationId, mine.readSeq)
  }

  #checkOrder(entry: Entry): void {
    if (!this.#parts.checking()) return
    const before = this.#arrived.get(entry.conversationId) ?? 0
    if (entry.seq <= before) this.#parts.violate('I3', `${this.#parts.name}: ${entry.conversationId}/${entry.seq} arrived after ${before}`)
    this.#arrived.set(entry.conversationId, entry.seq)
  }
}
