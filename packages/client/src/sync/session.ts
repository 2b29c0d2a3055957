import type { Changes, DownFrame, Entry, Refused, SnapshotPage, UpFrame, Welcome } from '@bobber/protocol'
import type { Environment } from '../environment.ts'
import type { Link, LinkState } from '../connection/link.ts'
import { passes } from '../outbox/message.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Cursors } from './cursors.ts'
import type { Holes } from './holes.ts'
import type { Keep, Kept, Person } from './keep.ts'
import { type Applied, Log } from './log.ts'
import { presenceIn } from './presence-in.ts'

export interface SessionEars {
  /** the log or the connection changed; null: everything */
  changed(conversationId: string | null): void
  arrived(entry: Entry): void
}

export interface SessionParts {
  env: Environment
  link: Link
  log: Log
  keep: Keep
  outbox: Outbox
  cursors: Cursors
  holes: Holes
  newRef: () => number
  ears: SessionEars
}

/**
 * One device's place in the log: resume, or a snapshot and then resume, then live (S1–S3). Everything a frame says is applied before
 * the next one is looked at; a token is believed only together with what it covers.
 */
export class Session {
  #parts: SessionParts
  #kept: Kept | undefined
  #me: Person | undefined
  #phase: 'down' | 'resuming' | 'snapshot' | 'live' = 'down'
  /** the snapshot that is being read; the held log stays as it is until the last page is in */
  #fresh: Log | undefined
  #ref = -1
  /** nothing was held when the snapshot began: its first pages may show before the last one is in */
  #first = false
  #offset = 0
  #undoAgain: (() => void) | undefined

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  get live(): boolean {
    return this.#phase === 'live'
  }
  /** The same object as long as it is the same person. */
  get me(): Person | undefined {
    const { personId, name, class: mine } = this.#kept ?? {}
    if (personId === undefined || name === undefined || mine === undefined) this.#me = undefined
    else if (this.#me?.personId !== personId || this.#me.name !== name || this.#me.class !== mine)
      this.#me = { personId, name, class: mine }
    return this.#me
  }
  /** ms to add to this device's clock for the shop's */
  get offset(): number {
    return this.#offset
  }

  async load(): Promise<void> {
    this.#kept = await this.#parts.keep.load()
    if (this.#kept === undefined) return
    this.#parts.outbox.belongsTo(this.#kept.personId)
    this.#parts.cursors.belongsTo(this.#kept.personId)
  }

  /** Writes the whole log, if this tab keeps it: another one kept it, or took it away, meanwhile. */
  keepWhole(): void {
    if (this.#kept !== undefined) this.#parts.keep.replace(this.#kept)
  }

  /** Nothing of this person stays, in memory or in the store; what he had not sent is the outbox's business. */
  forget(): void {
    this.#kept = undefined
    this.#fresh = undefined
    this.#parts.log.conversations.clear()
    this.#parts.cursors.forget()
    this.#parts.keep.forget()
  }

  resume(): string | undefined {
    return this.#kept?.resume
  }

  linked(state: LinkState): void {
    if (state !== 'open' && this.#phase !== 'down') {
      this.#phase = 'down'
      this.#fresh = undefined
      this.#undoAgain?.()
      this.#parts.outbox.down()
      this.#parts.cursors.down()
      this.#parts.holes.down()
    }
    this.#parts.ears.changed(null)
  }

  /** True when the frame was the session's business. */
  heard(frame: DownFrame): boolean {
    switch (frame.t) {
      case 'welcome':
        this.#welcome(frame)
        return true
      case 'resync':
        this.#snapshot()
        return true
      case 'snapshot':
        this.#page(frame)
        return true
      case 'changes':
        this.#changes(frame)
        return true
      case 'history':
        if (this.#parts.holes.answered(frame.conversationId, frame.ref, frame.entries)) {
          this.#settle(this.#parts.log.fill(frame.conversationId, frame.entries))
          this.#parts.holes.finish(frame.conversationId)
        }
        return true
      case 'clock':
        this.#offset = frame.now - this.#parts.env.clock.now()
        this.#parts.ears.changed(null)
        return true
      case 'ack':
      case 'refused':
      case 'typing':
      case 'presence':
      case 'pong':
        return false
    }
  }

  /** A question was refused. `frame`: one of those just sent, whichever: all of them are asked again. */
  refused(frame: Refused): void {
    const { env, holes } = this.#parts
    const wait = frame.refusal.retryAfterMs ?? 1_000
    this.#undoAgain?.()
    if (this.#phase === 'snapshot' && (frame.of === String(this.#ref) || frame.of === 'frame')) {
      this.#undoAgain = env.clock.setTimeout(() => this.#snapshot(), wait)
    } else if (frame.of === 'frame' || passes(frame.refusal)) this.#undoAgain = env.clock.setTimeout(() => holes.again(), wait)
    else holes.refused(frame.of)
  }

  #welcome(frame: Welcome): void {
    const { link, outbox, cursors, env, ears } = this.#parts
    this.#offset = frame.now - env.clock.now()
    const before = this.#kept
    const { personId, name } = frame
    const same = before?.personId === personId && before.class === frame.class
    if (!same && before !== undefined) this.forget()
    outbox.belongsTo(personId, frame.guests)
    cursors.belongsTo(personId)
    // Another person's token was in the hello: what comes for it is dropped with the connection.
    if (!same && before?.resume !== undefined) {
      this.#kept = { personId, name, class: frame.class }
      link.replace()
      return
    }
    this.#kept = { personId, name, class: frame.class, ...(before?.resume !== undefined && { resume: before.resume }) }
    link.welcomed(frame.limits)
    // Without a token, or with one of another past, the server answers `resync`.
    this.#phase = 'resuming'
    ears.changed(null)
  }

  #changes(frame: Changes): void {
    // What comes while a snapshot is read lies before the resume that follows it: applied now, its token would cover a gap.
    if (this.#phase === 'snapshot' || this.#kept === undefined) return
    const applied = this.#parts.log.apply(frame)
    if (applied.diverged) {
      this.#startOver()
      return
    }
    if (frame.resume !== undefined) this.#kept = { ...this.#kept, resume: frame.resume }
    this.#parts.keep.applied(applied, frame.resume === undefined ? undefined : this.#kept)
    this.#follow(applied)
    for (const entry of applied.entries) {
      this.#parts.outbox.seen(entry)
      this.#parts.ears.arrived(entry)
    }
    if (frame.resume !== undefined && frame.more !== true && this.#phase === 'resuming') this.#live()
  }

  #live(): void {
    const { log, outbox } = this.#parts
    this.#phase = 'live'
    this.#parts.link.settled()
    // An ack may have come before the change it tells of, and a restore between the two: then no resync says that it is lost.
    outbox.offerAgain(
      (message) => presenceIn(log.conversations.get(message.conversationId), message) !== 'missing',
      (conversationId) => log.conversations.has(conversationId),
    )
    this.#parts.holes.live()
    this.#parts.outbox.live()
    this.#parts.cursors.live()
    this.#parts.ears.changed(null)
  }

  /** On a new connection: live changes of this one could overtake the resume that follows a snapshot. */
  #startOver(): void {
    if (this.#kept !== undefined) {
      const { personId, name, class: mine } = this.#kept
      this.#kept = { personId, name, class: mine }
    }
    this.#parts.link.replace()
  }

  #snapshot(): void {
    this.#undoAgain?.()
    this.#first = this.#parts.log.conversations.size === 0
    this.#phase = 'snapshot'
    this.#fresh = new Log()
    this.#ref = this.#parts.newRef()
    this.#parts.outbox.down()
    this.#parts.cursors.down()
    this.#parts.holes.down()
    this.#ask({ t: 'snapshot', ref: this.#ref })
  }

  #page(page: SnapshotPage): void {
    const { log, ears } = this.#parts
    if (page.ref !== this.#ref || this.#fresh === undefined || this.#kept === undefined) return
    this.#fresh.page(page)
    if (page.next !== undefined) {
      if (this.#first) {
        log.page(page)
        ears.changed(null)
      }
      this.#ref = this.#parts.newRef()
      this.#ask({ t: 'snapshot', ref: this.#ref, page: page.next })
      return
    }
    this.#renew(this.#fresh, { ...this.#kept, resume: page.resume })
    this.#fresh = undefined
    this.#phase = 'resuming'
    this.#ask({ t: 'resume', resume: page.resume })
  }

  /** The snapshot replaces what was held, wholly and at once, in memory and in the store. */
  #renew(fresh: Log, kept: Kept): void {
    const { log, keep, outbox, cursors, ears } = this.#parts
    log.conversations.clear()
    for (const [conversationId, held] of fresh.conversations) log.conversations.set(conversationId, held)
    this.#kept = kept
    keep.replace(kept)
    cursors.recheck()
    for (const held of log.conversations.values()) for (const entry of held.entries) outbox.seen(entry)
    const sees = (conversationId: string) => log.conversations.has(conversationId)
    outbox.offerAgain((message) => presenceIn(log.conversations.get(message.conversationId), message) === 'held', sees)
    ears.changed(null)
  }

  #settle(applied: Applied): void {
    if (applied.diverged) {
      this.#startOver()
      return
    }
    this.#parts.keep.applied(applied, undefined)
    this.#follow(applied)
    for (const entry of applied.changedEntries) this.#parts.outbox.seen(entry)
  }

  #follow(applied: Applied): void {
    for (const conversationId of applied.touched) {
      this.#parts.cursors.follow(conversationId)
      if (this.#phase === 'live') this.#parts.holes.follow(conversationId)
      this.#parts.ears.changed(conversationId)
    }
  }

  #ask(frame: UpFrame): void {
    this.#parts.link.send(frame)
  }
}
