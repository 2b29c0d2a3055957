import { messageAudience, refuse } from '@bobber/protocol'
import { Crowd } from '@bobber/server/edge/ws/crowd'
import { FrameMemo } from '@bobber/server/edge/ws/frame-memo'
import { Presence } from '@bobber/server/edge/ws/presence'
import type { Who } from '@bobber/server/edge/ws/reader'
import { Session, type SyncParts } from '@bobber/server/edge/ws/session'
import { Feed } from '@bobber/server/log/feed'
import { Lane } from '@bobber/server/log/lane'
import { type Batch, UnknownOutcome } from '@bobber/server/log/store'
import { watchHeads } from '@bobber/server/log/watch'
import type { MemoryLog } from '../memory-log.ts'
import type { ServerSocket, Wire } from '../network/wire.ts'
import type { Connection, Database } from './database.ts'
import type { Deed } from './deeds.ts'
import type { OffClock } from './off-clock.ts'

export interface NodeParts {
  shopId: string
  clock: OffClock
  database: Database
  log: MemoryLog
  newId: () => string
  /** the person behind a session token */
  who(token: string | undefined): Who | undefined
  /** a batch or a position goes out to the other nodes */
  broadcast(from: SimulatedNode, message: BusMessage): void
  fault: (cause: unknown) => void
}
export type BusMessage = { batch: Batch; past: string | null } | { hint: number }

const reapEveryMs = 10_000

/** One server process: the real lane, feed and sessions over a simulated database, bus and network. */
export class SimulatedNode {
  #parts: NodeParts
  #life: Life

  constructor(parts: NodeParts) {
    this.#parts = parts
    this.#life = new Life(parts, this)
  }

  get clock(): OffClock {
    return this.#parts.clock
  }

  /** A connection comes in; `socket` is its near end. */
  accept(wire: Wire, socket: ServerSocket): void {
    this.#life.accept(wire, socket)
  }

  /** A module's command, answered once it is done. Rejects when that is unknown or it was refused; a killed node never answers. */
  change(key: string, work: Deed): Promise<void> {
    return this.#life.change(key, work)
  }

  hear(message: BusMessage): void {
    if ('batch' in message) this.#life.feed.publish(message.batch, message.past)
    else this.#life.feed.hint(message.hint)
  }

  /** The database came back with another past. */
  reset(): void {
    this.#life.feed.reset()
  }

  /** Killed and started again: nothing of it survives but the database. */
  restart(): void {
    this.#life.kill()
    this.#life = new Life(this.#parts, this)
  }
}

class Life {
  readonly feed: Feed
  #alive = true
  #wires = new Map<Wire, Session>()
  #sync: SyncParts
  #connection: Connection
  #announce: (batch: Batch, past: string | null) => void

  constructor(parts: NodeParts, node: SimulatedNode) {
    const { shopId } = parts
    const clock = {
      now: () => parts.clock.now(),
      setTimeout: (run: () => void, ms: number) => parts.clock.setTimeout(() => this.#alive && run(), ms),
    }
    this.#connection = parts.database.connect(() => this.#alive)
    const { store } = this.#connection
    const onFault = (cause: unknown) => this.#alive && parts.fault(cause)
    this.feed = new Feed({ shopId, store, clock, onFault })
    const publish = (batch: Batch, past: string | null) => {
      this.feed.publish(batch, past)
      parts.broadcast(node, { batch, past })
    }
    this.#announce = (batch, past) => {
      // As log/index.ts does: facts are known as they are, changed rows are read by the feeds themselves.
      if (batch.entries.length > 0) return publish(batch, past)
      this.feed.hint(batch.to)
      parts.broadcast(node, { hint: batch.to })
    }
    const lane = new Lane({ shopId, store, clock, past: () => this.feed.past, publish, doubt: () => this.feed.doubt(), onFault })
    this.#sync = {
      store,
      lane: () => lane,
      feed: () => this.feed,
      clock,
      shopNow: () => parts.clock.now(),
      seal: {
        seal: (bytes) => Buffer.from(bytes).toString('base64url'),
        open: (token) => Buffer.from(token, 'base64url'),
      },
      newId: parts.newId,
      authenticate: ({ token }) => Promise.resolve(parts.who(token) ?? refuse('notSignedIn')),
      admit: (_who, send) => {
        const kind = parts.log.shop.conversations.get(send.conversationId)?.row.kind
        if (kind === undefined) return Promise.resolve(refuse('notParticipant'))
        return Promise.resolve({ content: JSON.stringify(send.content), audience: messageAudience(kind, send.privately === true) })
      },
      alias: (_shopId, personId) => personId,
      presence: new Presence(clock, () => this.feed),
      memo: new FrameMemo(),
      isRevoked: () => false,
      isDesks: (_shopId, conversationId) => Promise.resolve(parts.log.shop.conversations.get(conversationId)?.desk ?? false),
      crowd: new Crowd(),
      network: 'here',
      onFault,
    }
    watchHeads({
      followed: () => new Map([[shopId, this.feed]]),
      heads: async () => {
        const { list, position } = await store.incarnations(shopId)
        return new Map([[shopId, { position, incarnationId: list.at(-1)?.id ?? null }]])
      },
      changed: () => undefined,
      clock,
      onFault,
    })
    const reap = () => {
      for (const session of this.#wires.values()) session.reap()
      clock.setTimeout(reap, reapEveryMs)
    }
    clock.setTimeout(reap, reapEveryMs)
  }

  async change(key: string, work: Deed): Promise<void> {
    const { past } = this.feed
    try {
      const batch = await this.#connection.change(key, work)
      if (batch !== null) this.#announce(batch, past)
    } catch (fault) {
      if (fault instanceof UnknownOutcome) this.feed.doubt()
      throw fault
    }
  }

  accept(wire: Wire, socket: ServerSocket): void {
    const session = new Session(this.#sync, socket)
    this.#wires.set(wire, session)
    wire.accept({
      receive: (text) => this.#alive && session.receive(text),
      closed: () => {
        this.#wires.delete(wire)
        if (this.#alive) session.closed()
      },
    })
  }

  kill(): void {
    this.#alive = false
    for (const wire of this.#wires.keys()) wire.cut()
    this.#wires.clear()
  }
}
