import { type Class, closeCodes, type DownFrame, isDesks, type Locale } from '@bobber/protocol'
import type { Feed, Follower } from '../../log/feed.ts'
import { restOf } from '../../log/part.ts'
import { openResume, type ResumePoint, sealResume } from '../../log/resume-token.ts'
import type { Batch, Incarnation, Viewer } from '../../log/store.ts'
import { changesFrames, isNothing, toldTo } from './changes.ts'
import type { PageHolder } from './page-token.ts'
import type { SyncParts } from './session.ts'

/** Who stands behind a connection. */
export interface Who {
  shopId: string
  personId: string
  class: Class
  desk: boolean
  /** not signed in: anybody can be one, any number of times */
  guest?: boolean
  name: string
  sessionId: string
  locale: Locale
  /** guests who turned out to be him */
  guests?: readonly string[]
}

/** Where a reader's frames go. */
export interface Outlet {
  write(text: string): void
  /** Settles when little of it waits for the other end, or nobody is there any more. */
  drained(): Promise<void>
  close(code: number, reason: string): void
}

/** Batches held while the store is read. When more come, what came is read again. */
const heldAtMost = 64
/** Told with a close, ms: how soon to come back. */
export const comeBack = { atOnce: '0', soon: '1000' }

/**
 * One device's place in a shop's log (spec/sync.md S2). It attaches to the live feed first, then reads what the device missed, from the
 * oldest on and no faster than the device takes it, then goes live. Joining or leaving a conversation sends it through the same door again:
 * one mechanism, whatever was missed.
 */
export class Reader implements Follower {
  readonly who: Who
  readonly #parts: SyncParts
  readonly #feed: Feed
  readonly #outlet: Outlet
  #incarnation: Incarnation | null = null
  #conversations: ReadonlySet<string> = new Set()
  /** waiting: for the device to say where its log ends; that resume reads everything, so nothing is held for it */
  #state: 'waiting' | 'reading' | 'live' = 'waiting'
  /** what was delivered since the last question to the store; null: too much to hold */
  #held: Batch[] | null = []
  /** everything up to here was sent */
  #sent = 0
  /** where reading must begin anew */
  #from: number | null = null
  #reading = false
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
    const { list, position } = await this.#parts.store.incarnations(this.who.shopId)
    if (this.#gone) return
    this.#incarnation = list.at(-1) ?? null
    if (point?.shopId === this.who.shopId && isOfThePast(list, position, point)) this.#readFrom(point.position)
    else this.#resync()
  }

  deliver(batch: Batch): void {
    if (this.#state === 'live') this.#live(batch)
    else if (this.#state === 'reading' && this.#held) {
      if (this.#held.length < heldAtMost) this.#held.push(batch)
      else this.#held = null
    }
  }

  restart(): void {
    this.#outlet.close(closeCodes.restart, comeBack.atOnce)
  }

  /** What isn't of the log: presence, typing, the practice clock. */
  tell(frame: DownFrame): void {
    this.#outlet.write(JSON.stringify(frame))
  }
  drained(): Promise<void> {
    return this.#outlet.drained()
  }

  /** A guest's words are shown as those of the person he turned out to be. */
  readonly alias = (personId: string): string => this.#parts.alias(this.who.shopId, personId)

  /** Whom a snapshot's pages are for. */
  get pageHolder(): PageHolder {
    return { shopId: this.who.shopId, personId: this.personId, incarnationId: this.#past }
  }

  /** A place to resume from; `onTheWay`: one at which the device doesn't hold all of the log as it was there. */
  token(position: number, onTheWay = false): string {
    const incarnationId = this.#past
    const seal = () => sealResume(this.#parts.seal, { shopId: this.who.shopId, incarnationId, position, whole: !onTheWay })
    return onTheWay ? seal() : this.#parts.memo.token(incarnationId, position, seal)
  }

  get #past(): string {
    if (!this.#incarnation) throw new Error('a place in the log before the first resume')
    return this.#incarnation.id
  }

  leave(): void {
    this.#gone = true
    this.#feed.detach(this, this.#conversations)
  }

  get isGone(): boolean {
    return this.#gone
  }

  #resync(): void {
    this.#state = 'waiting'
    this.#from = null
    this.#held = []
    this.tell({ t: 'resync' })
  }

  #live(whole: Batch): void {
    if (this.#gone || whole.to <= this.#sent) return
    // A heal may begin before the place up to which this one has read.
    const batch = restOf(whole, this.#sent)
    if (this.#mustRead(batch)) return this.#readFrom(this.#sent)
    this.#sent = batch.to
    const make = () => {
      const told = toldTo(this.who.class, batch)
      return isNothing(told) ? [] : changesFrames(told, this.who.class, this.alias, { resume: this.token(batch.to) })
    }
    for (const text of this.#parts.memo.texts(batch, this.who.class, make)) this.#outlet.write(text)
  }

  /** The batch alone doesn't tell what this one may see. */
  #mustRead({ entries, marks }: Batch): boolean {
    // Riders and suppliers see a conversation from a seq on, and the store knows from which (L8).
    const seesAPart = this.who.class === 'rider' || this.who.class === 'supplier'
    if (seesAPart && entries.length > 0) return true
    // Joined or left: what follows needs that conversation's snapshot first, and the missed has it.
    return marks.some((mark) => mark.personId === this.personId && (mark.removed || !this.#conversations.has(mark.conversationId)))
  }

  /** Reads and sends what was missed after a position; asked for again while it runs, it goes on from there (S6). */
  #readFrom(after: number): void {
    this.#state = 'reading'
    this.#from = after
    if (this.#reading) return
    this.#reading = true
    this.#read()
      .catch((fault: unknown) => {
        this.#parts.onFault(fault)
        this.#outlet.close(closeCodes.restart, comeBack.soon)
      })
      .finally(() => {
        this.#reading = false
      })
  }

  async #read(): Promise<void> {
    while (this.#from !== null && !this.#gone) {
      const after = this.#from
      // Whatever was delivered before this question is in its answer.
      this.#held = []
      const missed = await this.#parts.store.missed(this.viewer, after)
      // Nobody is there any more, or he begins elsewhere.
      if (this.#gone || this.#from !== after) continue
      if (missed.tooMuch) return this.#resync()
      const followsMore = this.#followExactly(missed.mine)
      this.#sent = Math.max(missed.to, after)
      const more = missed.to < missed.head
      const end = { resume: this.token(this.#sent, more), left: missed.left, more }
      for (const text of changesFrames(missed, this.who.class, this.alias, end)) this.#outlet.write(text)
      // What was delivered between that snapshot and the following went past this reader: then it is read again.
      const passed = this.#held === null || (followsMore && this.#feed.last > missed.head)
      this.#from = more || passed ? this.#sent : null
      if (more) await this.#outlet.drained()
      else if (!passed) this.#goLive(missed.head)
    }
  }

  #goLive(head: number): void {
    const held = this.#held ?? []
    this.#held = []
    this.#state = 'live'
    // One of them may send it back to reading, and then its answer has the others.
    for (const batch of held) this.deliver(this.#stillSeen(batch))
    // The store is further than this node has heard: whoever follows here must hear of it too.
    if (head > this.#feed.last) this.#feed.hint(head)
    if (this.#shown || this.#gone) return
    this.#shown = true
    this.#parts.presence.show(this)
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

/** Whether a device's place is one of this past: its incarnation is known, and the next one began not before it; on the way, only the newest. */
function isOfThePast(list: readonly Incarnation[], head: number, point: ResumePoint): boolean {
  const index = list.findIndex((incarnation) => incarnation.id === point.incarnationId)
  if (index === -1 || point.position > head) return false
  const next = list[index + 1]
  return next === undefined || (point.whole && point.position <= next.fromPosition)
}
