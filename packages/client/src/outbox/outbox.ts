import type { Ack, Entry, EntryContents, MessageKind, WordedRefusal } from '@bobber/protocol'
import type { Unsent } from '../client.ts'
import type { Environment } from '../environment.ts'
import type { Change } from '../store/store.ts'
import { byOrder, isPending, keptCount, keptMs, type OutboxMessage, passes, rowOf } from './message.ts'

export interface OutboxEars {
  /** Writes the frame; false when there is no live connection. */
  send(message: OutboxMessage, attempt: number): boolean
  /** A send stayed unacked; `silent` when nothing at all was heard meanwhile. */
  unanswered(): void
  heard(): number
  changed(conversationId: string): void
}

/** A send unacked for this long is asked again, or proves the line dead (S6). */
export const unansweredMs = 4_000
/** What another tab wrote is left to it this long (decisions/0010). */
export const othersMs = 8_000

interface Flight {
  attempt: number
  undo: () => void
}

/**
 * Messages on their way into the log (S5): stored before the first attempt, one in flight per conversation so that their order is kept,
 * conversations independent of each other, tried until acked or refused for good.
 */
export class Outbox {
  #env: Environment
  #ears: OutboxEars
  #messages = new Map<string, OutboxMessage>()
  /** attempts so far; a message read from the store may have been tried in an earlier life */
  #attempts = new Map<string, number>()
  #flights = new Map<string, Flight>()
  #waits = new Map<string, () => void>()
  /** not stored yet, or another tab's: not to be sent */
  #withheld = new Set<string>()
  #live = false
  #person: string | null = null

  constructor(env: Environment, ears: OutboxEars) {
    this.#env = env
    this.#ears = ears
  }

  async load(): Promise<void> {
    const [rows, alive] = await Promise.all([this.#env.store.list('outbox/'), this.#env.siblings?.alive()])
    const messages = rows.map(([, value]) => value as OutboxMessage).toSorted(byOrder)
    const acked = messages.filter((message) => message.ack !== null)
    const old = new Set([
      ...acked.slice(0, Math.max(0, acked.length - keptCount)),
      ...messages.filter((message) => message.writtenAt < this.#env.clock.now() - keptMs && !isPending(message)),
    ])
    for (const message of messages) {
      if (old.has(message)) continue
      this.#messages.set(message.clientId, message)
      this.#attempts.set(message.clientId, 1)
      if (alive?.has(message.tab) && message.tab !== this.#env.tab) this.#leaveToOther(message.clientId)
    }
    if (old.size > 0) await this.#env.store.batch([...old].map((message) => ({ drop: rowOf(message.clientId) })))
  }

  /**
   * Whose messages are sent and shown from now on; null: nobody's. Those of the `guests` he was are his. Of anybody else's, what the log
   * holds goes, and what never arrived waits for its writer, out of sight, a week at most (SDK17).
   */
  belongsTo(personId: string | null, guests: readonly string[] = []): void {
    this.#person = personId
    for (const message of this.#messages.values()) {
      const { personId: writer } = message
      if (writer !== null && writer === personId) continue
      if (personId !== null && (writer === null || guests.includes(writer))) this.#put({ ...message, personId })
      else if (writer === null || message.ack !== null || message.writtenAt < this.#env.clock.now() - keptMs) this.#forget(message)
    }
  }

  /** Signed in: what is written before the welcome is his already. */
  writtenBy(personId: string): void {
    this.#person = personId
  }

  /** He signed out himself: not even what he had not sent stays. */
  signedOut(): void {
    for (const message of this.#messages.values()) if (message.personId === this.#person) this.#forget(message)
    this.belongsTo(null)
  }

  add<K extends MessageKind>(conversationId: string, kind: K, content: EntryContents[K], privately: boolean): string {
    const clientId = this.#env.newId()
    const order = Math.max(0, ...[...this.#messages.values()].map((message) => message.order)) + 1
    const message: OutboxMessage = {
      clientId,
      conversationId,
      kind,
      content,
      privately,
      writtenAt: this.#env.clock.now(),
      order,
      personId: this.#person,
      tab: this.#env.tab,
      refusal: null,
      ack: null,
      offered: false,
    }
    this.#store(message)
    return clientId
  }

  retry(clientId: string): void {
    const message = this.#messages.get(clientId)
    if (message === undefined || message.refusal === null) return
    if (message.refusal.code === 'clientIdConflict') {
      this.#forget(message)
      this.add(message.conversationId, message.kind, message.content, message.privately)
      return
    }
    const order = Math.max(0, ...[...this.#messages.values()].map((other) => other.order)) + 1
    this.#store({ ...message, refusal: null, order })
  }

  /** Takes back what never left: a message in flight may be in the log already. */
  discard(clientId: string): void {
    const message = this.#messages.get(clientId)
    if (message === undefined || this.#flights.has(clientId) || message.ack !== null) return
    if (message.refusal !== null || !this.#attempts.has(clientId)) this.#forget(message)
  }

  live(): void {
    this.#live = true
    this.pump()
  }

  /** The connection is gone: whether what was in flight arrived is unknown, and it is asked again with the same clientId. */
  down(): void {
    this.#live = false
    for (const flight of this.#flights.values()) flight.undo()
    this.#flights.clear()
    for (const undo of this.#waits.values()) undo()
    this.#waits.clear()
  }

  acked(ack: Ack): void {
    const message = this.#messages.get(ack.clientId)
    if (message === undefined || message.conversationId !== ack.conversationId) return
    this.#settle(message, ack)
  }

  /**
   * An entry that carries a clientId of ours proves what a lost ack would have told; even against a refusal, which a repeat may earn when
   * I have left the conversation since.
   */
  seen(entry: Entry): void {
    const message = entry.clientId === undefined ? undefined : this.#messages.get(entry.clientId)
    if (message === undefined || message.conversationId !== entry.conversationId) return
    if (message.ack !== null && !message.offered) return
    this.#settle(message, entry)
  }

  refused(clientId: string, refusal: WordedRefusal): boolean {
    const message = this.#messages.get(clientId)
    if (message === undefined) return false
    this.#land(clientId)
    if (passes(refusal)) this.#wait(message.conversationId, refusal.retryAfterMs ?? 1_000)
    else {
      this.#put({ ...message, refusal, offered: false, ack: null })
      this.pump(message.conversationId)
    }
    return true
  }

  /** The log was read anew: whatever was acked and isn't visibly in it is offered again (S1). */
  offerAgain(holds: (message: OutboxMessage) => boolean, sees: (conversationId: string) => boolean): void {
    for (const message of this.#messages.values()) {
      if (message.ack === null || message.personId !== this.#person || !sees(message.conversationId)) continue
      if (!holds(message)) this.#put({ ...message, offered: true })
    }
  }

  of(conversationId: string): OutboxMessage[] {
    return [...this.#messages.values()]
      .filter((message) => message.conversationId === conversationId && (message.personId ?? this.#person) === this.#person)
      .toSorted(byOrder)
  }

  conversations(): Set<string> {
    return new Set([...this.#messages.values()].map((message) => message.conversationId))
  }

  view(message: OutboxMessage): Unsent {
    const { clientId, conversationId, kind, content, privately, writtenAt, refusal } = message
    const state = refusal !== null ? 'failed' : this.#flights.has(clientId) || message.ack !== null ? 'sending' : 'waiting'
    return { clientId, conversationId, kind, content, privately, writtenAt, state, refusal }
  }

  /** Sends the first pending message of each conversation that has none in flight. */
  pump(only?: string): void {
    if (!this.#live) return
    for (const conversationId of only === undefined ? this.conversations() : [only]) {
      if (this.#waits.has(conversationId)) continue
      const pending = this.of(conversationId).filter(isPending)
      if (pending.some((message) => this.#flights.has(message.clientId))) continue
      const next = pending.find((message) => !this.#withheld.has(message.clientId))
      if (next !== undefined) this.#send(next)
    }
  }

  #send(message: OutboxMessage): void {
    const attempt = (this.#attempts.get(message.clientId) ?? 0) + 1
    if (!this.#ears.send(message, attempt)) return
    this.#attempts.set(message.clientId, attempt)
    const heardBefore = this.#ears.heard()
    const patience = Math.min(unansweredMs * 2 ** Math.max(0, attempt - 2), 20_000)
    const undo = this.#env.clock.setTimeout(() => {
      this.#flights.delete(message.clientId)
      if (this.#ears.heard() === heardBefore) this.#ears.unanswered()
      else this.pump(message.conversationId)
    }, patience)
    this.#flights.set(message.clientId, { attempt, undo })
    this.#ears.changed(message.conversationId)
  }

  #settle(message: OutboxMessage, ack: { entryId: string; seq: number; hash: string; at: number }): void {
    this.#land(message.clientId)
    const { entryId, seq, hash, at } = ack
    this.#put({ ...message, refusal: null, ack: { entryId, seq, hash, at }, offered: false })
    this.pump(message.conversationId)
  }

  #land(clientId: string): void {
    this.#flights.get(clientId)?.undo()
    this.#flights.delete(clientId)
  }

  #wait(conversationId: string, ms: number): void {
    this.#waits.get(conversationId)?.()
    const undo = this.#env.clock.setTimeout(() => {
      this.#waits.delete(conversationId)
      this.pump(conversationId)
    }, ms)
    this.#waits.set(conversationId, undo)
  }

  /** Stored before the first attempt: it may be sent once the store has it. */
  #store(message: OutboxMessage): void {
    this.#withheld.add(message.clientId)
    this.#put(message, () => {
      this.#withheld.delete(message.clientId)
      this.pump(message.conversationId)
    })
  }

  #put(message: OutboxMessage, then?: () => void): void {
    this.#messages.set(message.clientId, message)
    this.#write([{ put: rowOf(message.clientId), value: message }], message.clientId, then)
    this.#ears.changed(message.conversationId)
  }

  #forget(message: OutboxMessage): void {
    this.#land(message.clientId)
    this.#messages.delete(message.clientId)
    this.#attempts.delete(message.clientId)
    this.#write([{ drop: rowOf(message.clientId) }], message.clientId)
    this.#ears.changed(message.conversationId)
  }

  #write(changes: Change[], clientId: string, then?: () => void): void {
    const stored = this.#env.store.batch(changes)
    void this.#settleWrite(stored, clientId, then)
  }

  async #settleWrite(stored: Promise<void>, clientId: string, then: (() => void) | undefined): Promise<void> {
    try {
      await stored
      this.#env.siblings?.tell({ changed: clientId })
      then?.()
    } catch (cause) {
      this.#env.fault(new Error('the outbox could not be written', { cause }))
      const message = this.#messages.get(clientId)
      if (then !== undefined && message !== undefined) this.#notStored(message)
    }
  }

  /** The device has no room: said on the message itself, with one tap to try again. */
  #notStored(message: OutboxMessage): void {
    const chinese = this.#env.locale() === 'zh'
    const refusal: WordedRefusal = {
      code: 'notStored',
      message: chinese ? '手机没有空间保存这条消息' : 'This device has no room to keep the message',
      remedy: chinese ? '请清理一些空间，再点重试。' : 'Free some space, then try again.',
    }
    this.#messages.set(message.clientId, { ...message, refusal })
    this.#ears.changed(message.conversationId)
  }

  #leaveToOther(clientId: string): void {
    this.#withheld.add(clientId)
    this.#env.clock.setTimeout(() => {
      this.#withheld.delete(clientId)
      const message = this.#messages.get(clientId)
      if (message !== undefined) this.pump(message.conversationId)
    }, othersMs)
  }

  /** Another tab changed this row. */
  async reload(clientId: string): Promise<void> {
    const row = (await this.#env.store.get(rowOf(clientId))) as OutboxMessage | undefined
    const known = this.#messages.get(clientId)
    if (row === undefined) this.#messages.delete(clientId)
    else this.#messages.set(clientId, row)
    const message = row ?? known
    if (message === undefined) return
    if (known === undefined) {
      this.#attempts.set(clientId, 1)
      this.#leaveToOther(clientId)
    } else if (!isPending(message)) this.#land(clientId)
    this.#ears.changed(message.conversationId)
    this.pump(message.conversationId)
  }
}
