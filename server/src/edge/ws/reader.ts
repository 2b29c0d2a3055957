import { type Class, closeCodes, type DownFrame, isDesks, type Locale } from '@bobber/protocol'
import type { Feed, Follower } from '../../log/feed.ts'
import { openResume, type ResumePoint, sealResume } from '../../log/resume-token.ts'
import type { Batch, Incarnation, Viewer } from '../../log/store.ts'
import { changesFrames, nothingToSee } from './changes.ts'
import type { SyncParts } from './session.ts'

/** Who stands behind a connection. */
export interface Who {
  shopId: string
  personId: string
  class: Class
  desk: boolean
  name: string
  sessionId: string
  locale: Locale
  /** guests who turned out to be him */
  guests?: readonly string[]
}

/** Where a reader's frames go. */
export interface Outlet {
  write(text: string): void
  close(code: number, reason: string): void
}

/**
 * One device's place in a shop's log (spec/sync.md S2). It attaches to the live feed first, then reads what the device missed in one
 * snapshot, then goes live. Joining or leaving a conversation sends it through the same door again: one mechanism, whatever was missed.
 */
export class Reader implements Follower {
  readonly who: Who
  readonly #parts: SyncParts
  readonly #feed: Feed
  readonly #outlet: Outlet
  #incarnation: Incarnation | null = null
  #conversations: ReadonlySet<string> = new Set()
  /** batches that arrive while the missed is read; null when live */
  #held: Batch[] | null = []
  /** everything up to here was sent */
  #sent = 0
  #reading = false
  #readAgain = false
  #gone = false
  /** told who is there, once */
  #shown = false

  constructor(parts: SyncParts, feed: Feed, who: Who, outlet: Outlet) {
    this.#parts = parts
    this.#feed = feed
    this.who = who
    this.#outlet = outlet
    feed.attach(this)
  }

  get personId(): string {
    return this.who.personId
  }
  get desk(): boolean {
    return this.who.desk
  }
  /** those he takes part in; the desk sees the others as well */
  get conversations(): ReadonlySet<string> {
    return this.#conversations
  }
  get viewer(): Viewer {
    const { shopId, personId, class: seer, desk } = this.who
    return { shopId, personId, class: seer, desk }
  }

  /** Goes on after a place in the log, or says that this can't be done: then the device starts with a snapshot. */
  async resume(token: string | undefined): Promise<void> {
    const point = token === undefined ? undefined : openResume(this.#parts.seal, token)
    this.#held ??= []
    const { list, position } = await this.#parts.store.incarnations(this.who.shopId)
    this.#incarnation = list.at(-1) ?? null
    if (point?.shopId === this.who.shopId && isOfThePast(list, position, point)) this.#catchUp(point.position)
    else this.tell({ t: 'resync' })
  }

  deliver(batch: Batch): void {
    if (this.#held) this.#held.push(batch)
    else this.#live(batch)
  }

  restart(): void {
    this.#outlet.close(closeCodes.restart, 'restart')
  }

  /** What isn't of the log: presence, typing, the practice clock. */
  tell(frame: DownFrame): void {
    this.#outlet.write(JSON.stringify(frame))
  }

  /** A guest's words are shown as those of the person he turned out to be. */
  readonly alias = (personId: string): string => this.#parts.alias(this.who.shopId, personId)

  token(position: number): string {
    if (!this.#incarnation) throw new Error('a resume token before the first resume')
    const point = { shopId: this.who.shopId, incarnationId: this.#incarnation.id, position }
    return this.#parts.memo.token(point.incarnationId, position, () => sealResume(this.#parts.seal, point))
  }

  leave(): void {
    this.#gone = true
    this.#feed.detach(this, this.#conversations)
  }

  #live(batch: Batch): void {
    if (this.#gone || batch.to <= this.#sent) return
    // Joined or left: what follows needs that conversation's snapshot first, and the missed has it.
    const changed = batch.marks.some(
      (mark) => mark.personId === this.personId && (mark.removed || !this.#conversations.has(mark.conversationId)),
    )
    if (changed) {
      this.#held = [batch]
      this.#catchUp(this.#sent)
      return
    }
    this.#sent = batch.to
    if (nothingToSee(batch, this.who.class)) return
    const make = () => changesFrames(batch, this.who.class, this.alias, this.token(batch.to))
    for (const text of this.#parts.memo.texts(batch, this.who.class, make)) this.#outlet.write(text)
  }

  /** Reads and sends what was missed after a position; asked for again while it runs, it runs again (S6). */
  #catchUp(after: number): void {
    if (this.#reading) {
      this.#readAgain = true
      return
    }
    this.#reading = true
    this.#readMissed(after)
      .catch((fault: unknown) => {
        this.#parts.onFault(fault)
        this.#outlet.close(closeCodes.restart, 'busy')
      })
      .finally(() => {
        this.#reading = false
        if (!this.#readAgain || this.#gone) return
        this.#readAgain = false
        this.#held ??= []
        this.#catchUp(this.#sent)
      })
  }

  async #readMissed(after: number): Promise<void> {
    let missed = await this.#parts.store.missed(this.viewer, after)
    if (this.#gone) return
    // What was delivered between that snapshot and the following below went past this reader: then it is read again.
    while (this.#followExactly(missed.mine) && this.#feed.last > missed.to) {
      missed = await this.#parts.store.missed(this.viewer, after)
      if (this.#gone) return
    }
    this.#sent = Math.max(missed.to, after)
    const frames = changesFrames(missed, this.who.class, this.alias, this.token(this.#sent), missed.left)
    for (const text of frames) this.#outlet.write(text)
    this.#goLive()
    if (this.#shown) return
    this.#shown = true
    this.#parts.presence.show(this)
  }

  #goLive(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const [index, batch] of held.entries()) {
      this.deliver(this.#stillSeen(batch))
      if (this.#isHolding()) {
        // Joined again on the way: the rest waits behind the batch that did it.
        for (const later of held.slice(index + 1)) this.deliver(later)
        return
      }
    }
  }

  /** What was held for a conversation that he has left meanwhile is not his to see any more (L8). */
  #stillSeen(batch: Batch): Batch {
    const sees = (conversationId: string, desk: boolean) => this.#conversations.has(conversationId) || (this.desk && desk)
    return {
      ...batch,
      entries: batch.entries.filter((entry) => sees(entry.conversationId, entry.desk)),
      marks: batch.marks.filter((mark) => mark.personId === this.personId || sees(mark.conversationId, mark.desk)),
      conversations: batch.conversations.filter(({ conversationId, kind }) => sees(conversationId, isDesks(kind))),
    }
  }

  #isHolding(): boolean {
    return this.#held !== null
  }

  /** Whether it follows more now than before. */
  #followExactly(conversations: readonly string[]): boolean {
    const now = new Set(conversations)
    for (const id of this.#conversations) if (!now.has(id)) this.#feed.unfollow(this, id)
    const more = conversations.filter((id) => !this.#conversations.has(id))
    for (const id of more) this.#feed.follow(this, id)
    this.#conversations = now
    return more.length > 0
  }
}

/** Whether a device's place in the log is one of this past: its incarnation is known, and the next one began not before it. */
function isOfThePast(list: readonly Incarnation[], head: number, point: ResumePoint): boolean {
  const index = list.findIndex((incarnation) => incarnation.id === point.incarnationId)
  if (index === -1 || point.position > head) return false
  const next = list[index + 1]
  return next === undefined || point.position <= next.fromPosition
}
