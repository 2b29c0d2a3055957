import type { UpFrame } from '@bobber/protocol'
import type { Environment } from '../environment.ts'
import type { Change } from '../store/store.ts'
import { innerHole, type Held } from './held.ts'
import type { Log } from './log.ts'
import { readingAt, type Reading } from './marks.ts'

/** A cursor that the log hasn't confirmed is told again after this. */
export const againMs = 10_000
/** How often a received cursor moves at most (L2). */
export const receivedEveryMs = 1_000

const rowOf = (conversationId: string) => `read/${conversationId}`

/**
 * My cursors. Reading shows at once and is told to the log until a mark confirms it, across restarts; receiving is told by itself, for
 * conversations I take part in. A cursor never moves back (S9).
 */
export class Cursors {
  #env: Environment
  #log: Log
  #send: (frame: UpFrame) => boolean
  #changed: (conversationId: string) => void
  #readings = new Map<string, Reading>()
  #told = new Map<string, { readSeq: number; receivedSeq: number; at: number }>()
  #due = new Set<string>()
  #undo: (() => void) | undefined
  #live = false
  #person: string | null = null

  constructor(env: Environment, log: Log, send: (frame: UpFrame) => boolean, changed: (conversationId: string) => void) {
    this.#env = env
    this.#log = log
    this.#send = send
    this.#changed = changed
  }

  async load(): Promise<void> {
    for (const [key, value] of await this.#env.store.list('read/')) this.#readings.set(key.slice('read/'.length), value as Reading)
  }

  belongsTo(personId: string): void {
    this.#person = personId
  }

  reading(conversationId: string): Reading | undefined {
    return this.#readings.get(conversationId)
  }

  read(conversationId: string, seq: number): void {
    const held = this.#log.conversations.get(conversationId)
    if (held === undefined || this.#person === null) return
    const reading = readingAt(held, this.#person, seq)
    const known = Math.max(held.participants.get(this.#person)?.readSeq ?? 0, this.#readings.get(conversationId)?.seq ?? 0)
    if (reading === null || reading.seq <= known) return
    this.#readings.set(conversationId, reading)
    this.#store([{ put: rowOf(conversationId), value: reading }])
    this.#changed(conversationId)
    this.#tell(conversationId)
  }

  live(): void {
    this.#live = true
    this.#told.clear()
    for (const conversationId of this.#log.conversations.keys()) this.#tell(conversationId)
  }

  down(): void {
    this.#live = false
    this.#undo?.()
    this.#undo = undefined
    this.#due.clear()
  }

  /** Something of the conversation changed: a cursor may be confirmed, or one more entry received. */
  follow(conversationId: string): void {
    const held = this.#log.conversations.get(conversationId)
    const reading = this.#readings.get(conversationId)
    if (reading !== undefined && (held === undefined || this.#confirmed(held, reading))) this.#drop(conversationId)
    if (held !== undefined) this.#tell(conversationId)
  }

  /** The log was read anew: a cursor counts on only if what was read still stands there. */
  recheck(): void {
    for (const [conversationId, reading] of this.#readings) {
      const held = this.#log.conversations.get(conversationId)
      const there = held?.entries.find((entry) => entry.seq === reading.seq)
      if (held === undefined || there?.hash !== reading.hash) this.#drop(conversationId)
    }
  }

  forget(): void {
    this.#person = null
    this.#readings.clear()
    this.#told.clear()
    this.#store([{ under: 'read/' }])
  }

  #confirmed(held: Held, reading: Reading): boolean {
    return ((this.#person !== null && held.participants.get(this.#person)?.readSeq) || 0) >= reading.seq
  }

  #wanted(held: Held): { readSeq: number; receivedSeq: number } {
    const mark = this.#person === null ? undefined : held.participants.get(this.#person)
    const reading = this.#readings.get(held.conversationId)
    const readSeq = reading !== undefined && reading.seq > (mark?.readSeq ?? 0) ? reading.seq : 0
    // Received is a promise about everything up to there: not over a hole. Desk staff who don't take part promise nothing.
    const last = mark === undefined || mark.removed || innerHole(held) !== null ? 0 : (held.entries.at(-1)?.seq ?? 0)
    const receivedSeq = last > (mark?.receivedSeq ?? 0) ? last : 0
    return { readSeq, receivedSeq: Math.max(receivedSeq, readSeq) }
  }

  #tell(conversationId: string): void {
    const held = this.#log.conversations.get(conversationId)
    if (!this.#live || held === undefined) return
    const wanted = this.#wanted(held)
    if (wanted.receivedSeq === 0) return
    const told = this.#told.get(conversationId)
    const now = this.#env.clock.now()
    const since = told === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - told.at)
    const news = told === undefined || wanted.readSeq > told.readSeq || (wanted.receivedSeq > told.receivedSeq && since >= receivedEveryMs)
    if (news || since >= againMs) {
      this.#told.set(conversationId, { ...wanted, at: now })
      this.#send({ t: 'cursor', conversationId, receivedSeq: wanted.receivedSeq, ...(wanted.readSeq > 0 && { readSeq: wanted.readSeq }) })
    }
    this.#due.add(conversationId)
    this.#undo ??= this.#env.clock.setTimeout(() => this.#again(), receivedEveryMs)
  }

  #again(): void {
    this.#undo = undefined
    const due = [...this.#due]
    this.#due.clear()
    for (const conversationId of due) this.#tell(conversationId)
  }

  #drop(conversationId: string): void {
    this.#readings.delete(conversationId)
    this.#store([{ drop: rowOf(conversationId) }])
    this.#changed(conversationId)
  }

  #store(changes: Change[]): void {
    this.#env.store.batch(changes).catch(this.#env.fault)
  }
}
