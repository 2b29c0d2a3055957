import type { Clock } from '../platform/clock.ts'
import { byConversation, Part, restOf, type Rows } from './part.ts'
import type { Batch, LogStore } from './store.ts'

/** A batch that arrives out of order waits this long for what lies before it; commits of one node overtake each other by less. */
const patienceMs = 15
/** Pause after a failed heal. */
const retryMs = 500
/** A node that was frozen for an hour doesn't read the hour: its devices resume, each from its own place and with pauses. */
const healsAtMost = 10_000

/** Somebody who follows a shop's log: a connection. What it follows may change at any time. */
export interface Follower {
  personId: string
  /** follows every enquiry and order of the shop */
  desk: boolean
  /** In position order, without a gap since `attach`. Must not throw and not wait. */
  deliver(batch: Batch): void
  /** The past changed: what was delivered may not be so any more. Must come back and resume. */
  restart(): void
}

interface FeedParts {
  shopId: string
  store: Pick<LogStore, 'stretch' | 'incarnations'>
  clock: Clock
  onFault(fault: unknown): void
}

/**
 * The live end of one shop's log on this node (spec/sync.md S4). Batches carry [from, to]; the feed checks that they join, and heals
 * from the store, in one snapshot, when they don't. Whoever publishes may lose, repeat or reorder.
 */
export class Feed {
  #parts: FeedParts
  /** everything up to here was delivered; null before the start */
  #last: number | null = null
  #starting: Promise<void> | null = null
  #early = new Map<number, Batch>()
  /** the highest position anybody has spoken of, unless the store has contradicted since */
  #heard = 0
  /** the newest incarnation when it started */
  #incarnation: string | null = null
  #healing: Promise<void> | null = null
  #patience: (() => void) | null = null
  #retry: (() => void) | null = null
  #all = new Set<Follower>()
  #desk = new Set<Follower>()
  #byConversation = new Map<string, Set<Follower>>()
  #byPerson = new Map<string, Set<Follower>>()

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  /** everything up to here was delivered to its followers */
  get last(): number {
    return this.#last ?? 0
  }

  get followers(): number {
    return this.#all.size
  }

  /** Call before attaching the first follower. */
  start(): Promise<void> {
    if (this.#starting) return this.#starting
    // It may be reset while it asks: then the answer is of another past, and neither good nor bad news is about the start that followed.
    const starting: Promise<void> = this.#parts.store.incarnations(this.#parts.shopId).then(
      ({ list, position }) => {
        if (this.#starting !== starting) return this.start()
        this.#last = position
        this.#incarnation = list.at(-1)?.id ?? null
        this.#advance()
        return undefined
      },
      (fault: unknown) => {
        if (this.#starting === starting) this.#starting = null
        throw fault
      },
    )
    this.#starting = starting
    return starting
  }

  attach(follower: Follower): void {
    this.#all.add(follower)
    if (follower.desk) this.#desk.add(follower)
    put(this.#byPerson, follower.personId, follower)
  }

  detach(follower: Follower, conversations: Iterable<string>): void {
    this.#all.delete(follower)
    this.#desk.delete(follower)
    drop(this.#byPerson, follower.personId, follower)
    for (const conversationId of conversations) drop(this.#byConversation, conversationId, follower)
  }

  follow(follower: Follower, conversationId: string): void {
    put(this.#byConversation, conversationId, follower)
  }

  unfollow(follower: Follower, conversationId: string): void {
    drop(this.#byConversation, conversationId, follower)
  }

  /** Followers of a conversation, desk included if it is one of the desk's. */
  *followersOf(conversationId: string, desk: boolean): Iterable<Follower> {
    const own = this.#byConversation.get(conversationId)
    if (own) yield* own
    if (desk) for (const follower of this.#desk) if (!own?.has(follower)) yield follower
  }

  followersOfPerson(personId: string): ReadonlySet<Follower> {
    return this.#byPerson.get(personId) ?? none
  }

  deskFollowers(): ReadonlySet<Follower> {
    return this.#desk
  }

  everyone(): ReadonlySet<Follower> {
    return this.#all
  }

  /** The incarnation it delivers; null while it has none: before the start, and from a reset to the next start. */
  get past(): string | null {
    return this.#incarnation
  }

  /**
   * A committed stretch of the log, as its writer knows it. `past`: the incarnation he began to write in; if a restore came between, the
   * store is asked instead.
   */
  publish(batch: Batch, past: string | null): void {
    if (this.#last !== null && past !== this.#incarnation) return this.doubt()
    this.#heard = Math.max(this.#heard, batch.to)
    if (this.#last === null || batch.to <= this.#last) return
    this.#early.set(batch.from, batch)
    this.#advance()
  }

  /** The log has come at least this far; nothing else is known. */
  hint(position: number): void {
    this.#heard = Math.max(this.#heard, position)
    this.#advance()
  }

  /** Something may have been committed that nobody published: an answer was lost, or a bus. */
  doubt(): void {
    if (this.#last !== null) this.hint(Math.max(this.#heard, this.#last + 1))
  }

  /** How far the store is, as somebody asked it. True: in another incarnation than the one this feed began in, so the past changed. */
  look({ position, incarnationId }: { position: number; incarnationId: string | null }): boolean {
    if (this.#last === null) return false
    const changed = incarnationId !== this.#incarnation
    if (changed) this.reset()
    else this.hint(position)
    return changed
  }

  /** A new incarnation began: everybody starts again from the store. */
  reset(): void {
    this.#last = null
    this.#incarnation = null
    this.#starting = null
    this.#heard = 0
    this.#early.clear()
    for (const follower of this.#all) follower.restart()
  }

  /** Delivers nothing more; settles when what it was reading is read. */
  async stop(): Promise<void> {
    this.#patience?.()
    this.#patience = null
    this.#last = null
    if (this.#retry) {
      this.#retry()
      this.#retry = null
      this.#healing = null
    }
    await this.#healing
  }

  /** Settles when everything heard of so far was delivered. */
  async settled(): Promise<void> {
    while (this.#last !== null && this.#last < this.#heard) await this.#heal()
  }

  #advance(): void {
    if (this.#last === null) return
    for (let next = this.#early.get(this.#last + 1); next; next = this.#early.get(this.#last + 1)) {
      this.#early.delete(next.from)
      this.#deliver(next)
    }
    for (const [from, batch] of this.#early) if (batch.to <= this.#last) this.#early.delete(from)
    if (this.#last >= this.#heard) {
      this.#patience?.()
      this.#patience = null
    } else if (!this.#healing) {
      this.#patience ??= this.#parts.clock.setTimeout(() => {
        this.#patience = null
        void this.#heal()
      }, patienceMs)
    }
  }

  #heal(): Promise<void> {
    const heard = this.#heard
    if (this.#last !== null && heard - this.#last > healsAtMost) {
      this.reset()
      return Promise.resolve()
    }
    const life = this.#starting
    this.#healing ??= this.#parts.store.stretch(this.#parts.shopId, this.#last ?? 0).then(
      (batch) => {
        this.#healing = null
        // What was delivered while the store was read is cut off; what is of another past is nothing.
        if (this.#starting === life && this.#last !== null && batch.to > this.#last) this.#deliver(restOf(batch, this.#last))
        // The store knows no more than that, whatever anybody spoke of before: asked every 15 ms it would say the same.
        if (this.#heard === heard) this.#heard = this.#last ?? 0
        this.#advance()
      },
      (fault: unknown) => {
        this.#parts.onFault(fault)
        return new Promise((again) => {
          this.#retry = this.#parts.clock.setTimeout(() => {
            this.#retry = null
            this.#healing = null
            this.#advance()
            again()
          }, retryMs)
        })
      },
    )
    return this.#healing
  }

  #deliver(batch: Batch): void {
    this.#last = batch.to
    const nothing = new Part()
    const parts = new Map<Follower, Part>()
    const add = (follower: Follower, rows: Rows) => void parts.set(follower, (parts.get(follower) ?? nothing).with(rows))
    for (const rows of byConversation(batch)) for (const follower of this.followersOf(rows.conversationId, rows.desk)) add(follower, rows)
    for (const mark of batch.marks) {
      const { conversationId, desk, personId } = mark
      const alone: Rows = { conversationId, desk, entries: [], marks: [mark], conversations: [] }
      // Whoever joins doesn't follow yet, and must hear of it.
      for (const follower of this.followersOfPerson(personId)) if (!this.#follows(follower, conversationId, desk)) add(follower, alone)
    }
    for (const [follower, part] of parts) follower.deliver(part.of(batch))
  }

  #follows(follower: Follower, conversationId: string, desk: boolean): boolean {
    return (desk && follower.desk) || this.#byConversation.get(conversationId)?.has(follower) === true
  }
}

const none: ReadonlySet<Follower> = new Set()

function put(index: Map<string, Set<Follower>>, key: string, follower: Follower): void {
  const found = index.get(key)
  if (found) found.add(follower)
  else index.set(key, new Set([follower]))
}

function drop(index: Map<string, Set<Follower>>, key: string, follower: Follower): void {
  const found = index.get(key)
  if (!found?.delete(follower)) return
  if (found.size === 0) index.delete(key)
}
