import type { Clock } from '../platform/clock.ts'
import type { Appended, Batch, Cursor, LogStore, NewEntry } from './store.ts'

/** Messages committed together at most (L10); beyond it a batch's own time grows faster than it saves. */
const batchSize = 64
/** Cursor moves wait this long for others, and for newer ones of the same reader: newest per (person, conversation) wins. */
const moveDelayMs = 40
/** Messages wait while cursors move, and what they wait shows in their p99: 39 ms, and 50 with 512 at once, at the same rate. */
const movesAtOnce = 64
/** More than these are refused as `busy`: half a second's work, and what waited longer would be asked again while it waits. */
const mostWaiting = 4_096
/** Whoever is refused comes back after this, spread over as much again. */
const busyMs = 1_000

interface Waiting {
  entry: NewEntry
  attempt: number
  settle: { resolve(appended: Appended): void; reject(fault: unknown): void }
}

interface LaneParts {
  shopId: string
  store: Pick<LogStore, 'append' | 'move'>
  clock: Clock
  /** the incarnation that this node's feed delivers, as far as it knows (feed.ts) */
  past(): string | null
  /** told of each committed stretch, before the senders get their answers, and of the incarnation it was begun in */
  publish(batch: Batch, past: string | null): void
  /** something may have been committed that nobody can publish */
  doubt(): void
  onFault(fault: unknown): void
}

/**
 * The one writer of messages and cursors of a shop on this node (spec/log.md L10). What waits at the same moment is committed together:
 * under load the batch grows and the latency doesn't. Facts don't come here; they commit with the rows they speak of (transact.ts).
 */
export class Lane {
  #parts: LaneParts
  #waiting: Waiting[] = []
  #moves = new Map<string, Cursor>()
  #movesDue = false
  #moveTimer: (() => void) | null = null
  #running: Promise<void> | null = null
  #refused = 0

  constructor(parts: LaneParts) {
    this.#parts = parts
  }

  /** Settles once the message is durable or refused; rejects when that is unknown or the database failed. */
  append(entry: NewEntry, attempt: number): Promise<Appended> {
    if (this.#waiting.length >= mostWaiting) {
      return Promise.resolve({ ok: false, code: 'busy', retryAfterMs: busyMs + ((this.#refused++ * 250) % busyMs) })
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, attempt, settle: { resolve, reject } })
      this.#run()
    })
  }

  /** Moves a cursor some time soon. Nobody waits for it: a lost move is sent again with the next one. */
  move(cursor: Cursor): void {
    const key = `${cursor.conversationId}/${cursor.personId}`
    const before = this.#moves.get(key)
    this.#moves.set(key, {
      ...cursor,
      receivedSeq: Math.max(cursor.receivedSeq, before?.receivedSeq ?? 0),
      readSeq: Math.max(cursor.readSeq, before?.readSeq ?? 0),
    })
    this.#moveTimer ??= this.#parts.clock.setTimeout(() => {
      this.#moveTimer = null
      this.#movesDue = true
      this.#run()
    }, moveDelayMs)
  }

  /** Settles when everything that waits is done. */
  async drain(): Promise<void> {
    this.#moveTimer?.()
    this.#moveTimer = null
    this.#movesDue = true
    this.#run()
    await this.#running
  }

  #run(): void {
    this.#running ??= this.#loop().finally(() => {
      this.#running = null
      if (this.#hasWork()) this.#run()
    })
  }

  #hasWork(): boolean {
    return this.#waiting.length > 0 || (this.#movesDue && this.#moves.size > 0)
  }

  async #loop(): Promise<void> {
    while (this.#hasWork()) {
      if (this.#waiting.length > 0) await this.#appendBatch(this.#takeBatch())
      if (this.#movesDue) await this.#moveBatch()
    }
  }

  /** A clientId stands in a batch once; its second copy waits for the next one, which looks it up. */
  #takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    const rest: Waiting[] = []
    const taken = new Set<string>()
    for (const waiting of this.#waiting) {
      const key = `${waiting.entry.conversationId}/${waiting.entry.clientId}`
      if (batch.length < batchSize && !taken.has(key)) {
        taken.add(key)
        batch.push(waiting)
      } else rest.push(waiting)
    }
    this.#waiting = rest
    return batch
  }

  async #appendBatch(batch: Waiting[]): Promise<void> {
    const lookFirst = batch.some((waiting) => waiting.attempt > 1)
    const past = this.#parts.past()
    try {
      const { results, batch: written } = await this.#parts.store.append(
        this.#parts.shopId,
        batch.map((waiting) => waiting.entry),
        lookFirst,
      )
      if (written) this.#parts.publish(written, past)
      else if (results.some((result) => result.ok && !result.repeated)) this.#parts.doubt()
      batch.forEach((waiting, index) => {
        const result = results[index]
        if (result) waiting.settle.resolve(result)
        else waiting.settle.reject(new Error('the store answered fewer messages than it was given'))
      })
    } catch (fault) {
      this.#parts.doubt()
      for (const waiting of batch) waiting.settle.reject(fault)
    }
  }

  async #moveBatch(): Promise<void> {
    const cursors = [...this.#moves.values()].slice(0, movesAtOnce)
    for (const cursor of cursors) this.#moves.delete(`${cursor.conversationId}/${cursor.personId}`)
    if (this.#moves.size === 0) this.#movesDue = false
    if (cursors.length === 0) return
    const past = this.#parts.past()
    try {
      const written = await this.#parts.store.move(this.#parts.shopId, cursors)
      if (written) this.#parts.publish(written, past)
    } catch (fault) {
      this.#parts.doubt()
      this.#parts.onFault(fault)
    }
  }
}
