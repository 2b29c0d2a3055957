import {
  type Class,
  closeCodes,
  type DownFrame,
  type Locale,
  protocolVersion,
  type Refusal,
  refuse,
  type UpFrames,
  worded,
} from '@bobber/protocol'
import type { Feed, Follower } from '../../log/feed.ts'
import type { Lane } from '../../log/lane.ts'
import { openResume, type ResumePoint, sealResume, type TokenSeal } from '../../log/resume-token.ts'
import { type Batch, type Incarnation, type LogStore, type NewEntry, UnknownOutcome, type Viewer } from '../../log/store.ts'
import type { Clock } from '../../platform/clock.ts'
import { changesFrames, nothingToSee } from './changes.ts'
import { decodeFrame } from './decode.ts'
import type { FrameMemo } from './frame-memo.ts'
import { openPage, sealPage } from './page-token.ts'
import type { Presence } from './presence.ts'
import { TokenBucket } from './token-bucket.ts'
import { conversationView, entryJson, headView, markView } from './views.ts'

/** Buffered bytes of a reader that doesn't read; beyond it the connection is closed, resumable (S8). */
const bufferLimit = 1024 * 1024
/** Bad frames a connection may send (S12). */
const badFrames = 10
const frameBytes = 64 * 1024
/** The client pings after 25 s of silence; a connection silent for three times that is gone (S7). */
export const silentAfterMs = 75_000

/** One connection as the session needs it: `ws` in the server, a queue in the simulation. */
export interface Socket {
  send(text: string): void
  close(code: number, reason: string): void
  /** bytes that wait to be read by the other end */
  buffered(): number
}

/** Who stands behind a hello. */
export interface Who {
  shopId: string
  personId: string
  class: Class
  desk: boolean
  name: string
  sessionId: string
  locale: Locale
}

export interface SyncParts {
  store: LogStore
  lane(shopId: string): Lane
  feed(shopId: string): Feed
  clock: Clock
  /** what the shop's people call now; a practice shop's clock may be moved */
  shopNow(): number
  seal: TokenSeal
  newId(): string
  authenticate(hello: UpFrames['hello']): Promise<Who | Refusal>
  /** the message as it goes into the log, or why not: its schema, files that must be the sender's, who will see it */
  admit(who: Who, send: UpFrames['send']): Promise<{ content: string; audience: number } | Refusal>
  alias(shopId: string, personId: string): string
  presence: Presence
  memo: FrameMemo
  limits: { framesPerSecond: number; burst: number }
  onFault(fault: unknown): void
}

/**
 * One connection of one device (spec/sync.md). It attaches to the live feed first, then reads what the device missed in one snapshot,
 * then goes live; joining a conversation sends it through the same door again. One mechanism, whatever was missed.
 */
export class Session implements Follower {
  readonly #parts: SyncParts
  readonly #socket: Socket
  readonly #bucket: TokenBucket
  #who: Who | null = null
  #feed: Feed | null = null
  #incarnation: Incarnation | null = null
  #conversations = new Set<string>()
  /** batches that arrive while the missed is read; null when live */
  #held: Batch[] | null = null
  /** everything up to here was sent */
  #sent = 0
  #resuming = false
  #resumeAgain = false
  /** told who is there, once */
  #shown = false
  #bad = 0
  #closed = false
  #heardAt: number
  #work: Promise<void> = Promise.resolve()

  constructor(parts: SyncParts, socket: Socket) {
    this.#parts = parts
    this.#socket = socket
    this.#bucket = new TokenBucket(parts.clock, parts.limits)
    this.#heardAt = parts.clock.now()
  }

  get who(): Who | null {
    return this.#who
  }
  get personId(): string {
    return this.#who?.personId ?? ''
  }
  get desk(): boolean {
    return this.#who?.desk ?? false
  }
  get conversations(): ReadonlySet<string> {
    return this.#conversations
  }

  /** A frame came in. Frames that change the session's place in the log wait for each other; sends don't. */
  receive(text: string): void {
    if (this.#closed) return
    this.#heardAt = this.#parts.clock.now()
    if (!this.#bucket.take()) return this.#misbehave('frame', refuse('tooMany', { seconds: 1 }, 1000))
    const frame = text.length > frameBytes ? refuse('tooLarge', { limit: '64 KiB' }) : decodeFrame(text)
    if ('code' in frame) return this.#misbehave('frame', frame)
    if (frame.t === 'hello') {
      this.#inOrder(() => this.#hello(frame))
      return
    }
    if (frame.t === 'ping') return this.#send({ t: 'pong' })
    this.#inOrder(async () => {
      const who = this.#who
      if (!who) return this.#refuse(frame.t, refuse('notSignedIn'))
      switch (frame.t) {
        case 'resume':
          return this.#resume(frame.resume)
        case 'snapshot':
          return this.#snapshot(who, frame)
        case 'history':
          return this.#history(who, frame)
        case 'send':
          return this.#append(who, frame)
        case 'cursor':
          return this.#move(who, frame)
        case 'typing':
          return this.#typing(who, frame.conversationId)
        case 'presence':
          return this.#parts.presence.set(who, this, frame.state)
      }
    })
  }

  /** The socket is gone, for whatever reason. */
  closed(): void {
    if (this.#closed) return
    this.#closed = true
    this.#feed?.detach(this, this.#conversations)
    if (this.#who) this.#parts.presence.leave(this.#who, this)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    this.closed()
  }

  /** Closes when nothing was heard for long. */
  reap(): void {
    if (this.#parts.clock.now() - this.#heardAt > silentAfterMs) this.close(closeCodes.silent, 'silent')
  }

  /** What isn't of the log: presence, typing, the practice clock. */
  tell(frame: DownFrame): void {
    if (!this.#closed && this.#who) this.#send(frame)
  }

  restart(): void {
    this.close(closeCodes.restart, 'restart')
  }

  deliver(batch: Batch): void {
    if (this.#closed) return
    if (this.#held) {
      this.#held.push(batch)
      return
    }
    this.#live(batch)
  }

  #live(batch: Batch): void {
    const who = this.#who
    if (!who || batch.to <= this.#sent) return
    const mine = batch.marks.filter((mark) => mark.personId === who.personId)
    // Joined or left: what follows needs that conversation's snapshot first, and the resume has it.
    if (mine.some((mark) => mark.removed || !this.#conversations.has(mark.conversationId))) {
      this.#held = [batch]
      this.#catchUp(this.#sent)
      return
    }
    this.#sent = batch.to
    if (nothingToSee(batch, who.class)) return
    const frames = this.#parts.memo.get(who, batch, () => changesFrames(batch, who.class, this.#alias, this.#token(batch.to)))
    for (const text of frames) this.#write(text)
  }

  readonly #alias = (personId: string): string => this.#parts.alias(this.#who?.shopId ?? '', personId)

  async #hello(hello: UpFrames['hello']): Promise<void> {
    if (this.#who) return this.#misbehave('hello', refuse('malformed', { detail: 'hello twice' }))
    if (hello.version !== protocolVersion) {
      this.#refuse('hello', refuse('protocolVersion'), hello.locale)
      return this.close(closeCodes.gone, 'protocolVersion')
    }
    const who = await this.#parts.authenticate(hello)
    if ('code' in who) {
      this.#refuse('hello', who, hello.locale)
      return this.close(closeCodes.gone, who.code)
    }
    const feed = this.#parts.feed(who.shopId)
    await feed.start()
    if (this.#closed) return
    this.#who = who
    this.#feed = feed
    this.#held = []
    feed.attach(this)
    this.#send({
      t: 'welcome',
      personId: who.personId,
      class: who.class,
      name: who.name,
      now: this.#parts.shopNow(),
      limits: { frameBytes, pingAfterMs: 25_000, pongWithinMs: 8_000 },
    })
    this.#parts.presence.enter(who, this)
    await this.#resume(hello.resume)
  }

  async #resume(token: string | undefined): Promise<void> {
    const point = token === undefined ? undefined : openResume(this.#parts.seal, token)
    const who = this.#who
    if (!who) return
    const { list, position } = await this.#parts.store.incarnations(who.shopId)
    this.#incarnation = list.at(-1) ?? null
    if (!point || point.shopId !== who.shopId || !isOfThePast(list, position, point)) {
      this.#held ??= []
      return this.#send({ t: 'resync' })
    }
    this.#held ??= []
    this.#catchUp(point.position)
  }

  /** Reads and sends what was missed after a position; asked for again while it runs, it runs again (S6). */
  #catchUp(after: number): void {
    if (this.#resuming) {
      this.#resumeAgain = true
      return
    }
    this.#resuming = true
    this.#readMissed(after)
      .catch((fault: unknown) => {
        this.#parts.onFault(fault)
        this.close(closeCodes.restart, 'busy')
      })
      .finally(() => {
        this.#resuming = false
        if (!this.#resumeAgain || this.#closed) return
        this.#resumeAgain = false
        this.#held ??= []
        this.#catchUp(this.#sent)
      })
  }

  async #readMissed(after: number): Promise<void> {
    const who = this.#who
    if (!who) return
    const missed = await this.#parts.store.missed(this.#viewer(who), after)
    if (this.#closed) return
    this.#followExactly(missed.mine)
    this.#sent = Math.max(missed.to, after)
    const first = !this.#shown
    for (const text of changesFrames(missed, who.class, this.#alias, this.#token(this.#sent), missed.left)) this.#write(text)
    this.#goLive()
    if (!first) return
    this.#shown = true
    this.#parts.presence.show(who, this)
  }

  #goLive(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const [index, batch] of held.entries()) {
      this.#live(batch)
      if (this.#held) {
        // Joined again on the way: the rest waits behind the batch that did it.
        ;(this.#held as Batch[]).push(...held.slice(index + 1))
        return
      }
    }
  }

  #followExactly(conversations: readonly string[]): void {
    const now = new Set(conversations)
    for (const id of this.#conversations) if (!now.has(id)) this.#feed?.unfollow(this, id)
    for (const id of now) if (!this.#conversations.has(id)) this.#feed?.follow(this, id)
    this.#conversations = now
  }

  async #snapshot(who: Who, frame: UpFrames['snapshot']): Promise<void> {
    const page = frame.page === undefined ? null : openPage(this.#parts.seal, frame.page)
    if (page === undefined) return this.#refuse(String(frame.ref), refuse('malformed', { detail: 'page' }))
    const rows = await this.#parts.store.snapshot(this.#viewer(who), page)
    if (this.#closed) return
    const entries = rows.entries.map((entry) => entryJson(entry, who.class, this.#alias)).filter((text) => text !== null)
    const head: DownFrame = {
      t: 'snapshot',
      ref: frame.ref,
      heads: rows.heads.map(headView),
      entries: [],
      marks: rows.marks.map(markView),
      conversations: rows.conversations.map(conversationView),
      resume: this.#token(rows.position),
      ...(rows.next && { next: sealPage(this.#parts.seal, { position: rows.position, ...rows.next }) }),
    }
    this.#write(JSON.stringify(head).replace('"entries":[]', () => `"entries":[${entries.join(',')}]`))
  }

  async #history(who: Who, frame: UpFrames['history']): Promise<void> {
    const found = await this.#parts.store.history(this.#viewer(who), frame.conversationId, frame.fromSeq, frame.toSeq)
    if (!found) return this.#refuse(String(frame.ref), refuse('notParticipant'))
    const entries = found.map((entry) => entryJson(entry, who.class, this.#alias)).filter((text) => text !== null)
    this.#write(`{"t":"history","ref":${frame.ref},"conversationId":"${frame.conversationId}","entries":[${entries.join(',')}]}`)
  }

  async #append(who: Who, send: UpFrames['send']): Promise<void> {
    const admitted = await this.#parts.admit(who, send)
    if ('code' in admitted) return this.#refuse(send.clientId, admitted)
    const entry: NewEntry = {
      entryId: this.#parts.newId(),
      conversationId: send.conversationId,
      authorId: who.personId,
      clientId: send.clientId,
      kind: send.kind,
      audience: admitted.audience,
      countable: true,
      at: this.#parts.shopNow(),
      content: admitted.content,
      sender: { class: who.class, desk: who.desk, readSeq: send.readSeq ?? 0 },
    }
    // Not awaited in order: the next send must be able to join the same batch.
    this.#parts
      .lane(who.shopId)
      .append(entry, send.attempt)
      .then(
        (result) => {
          if (!result.ok) return this.#refuse(send.clientId, refuse(result.code))
          const { entryId, seq, at, hash, content: kept } = result.entry
          this.#send({
            t: 'ack',
            conversationId: send.conversationId,
            clientId: send.clientId,
            entryId,
            seq,
            at,
            hash: Buffer.from(hash).toString('hex'),
            ...(result.repeated && kept === null && { recalled: true as const }),
          })
        },
        (fault: unknown) => {
          // Neither acked nor refused: the client asks again with the same id (L4).
          if (!(fault instanceof UnknownOutcome)) this.#parts.onFault(fault)
          this.close(closeCodes.restart, 'busy')
        },
      )
  }

  #move(who: Who, frame: UpFrames['cursor']): void {
    this.#parts.lane(who.shopId).move({
      conversationId: frame.conversationId,
      personId: who.personId,
      class: who.class,
      desk: who.desk,
      receivedSeq: frame.receivedSeq ?? 0,
      readSeq: frame.readSeq ?? 0,
    })
  }

  #typing(who: Who, conversationId: string): void {
    if (!this.#conversations.has(conversationId) && !who.desk) return
    for (const follower of this.#feed?.followersOf(conversationId, true) ?? []) {
      if (follower !== this && follower.personId !== who.personId && follower instanceof Session) {
        follower.tell({ t: 'typing', conversationId, personId: who.personId })
      }
    }
  }

  #viewer(who: Who): Viewer {
    return { shopId: who.shopId, personId: who.personId, class: who.class, desk: who.desk }
  }

  #token(position: number): string {
    const [who, incarnation] = [this.#who, this.#incarnation]
    if (!who || !incarnation) throw new Error('a resume token before the hello')
    return sealResume(this.#parts.seal, { shopId: who.shopId, incarnationId: incarnation.id, position })
  }

  #inOrder(work: () => void | Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#closed) return
      try {
        await work()
      } catch (fault) {
        this.#parts.onFault(fault)
        this.close(closeCodes.restart, 'busy')
      }
    })
  }

  #refuse(of: string, refusal: Refusal, locale = this.#who?.locale ?? 'zh'): void {
    this.#send({ t: 'refused', of, refusal: worded(refusal, locale) })
  }

  #misbehave(of: string, refusal: Refusal): void {
    this.#refuse(of, refusal)
    if (++this.#bad > badFrames) this.close(closeCodes.abuse, refusal.code)
  }

  #send(frame: DownFrame): void {
    this.#write(JSON.stringify(frame))
  }

  #write(text: string): void {
    if (this.#closed) return
    if (this.#socket.buffered() > bufferLimit) return this.close(closeCodes.slow, 'slow')
    this.#socket.send(text)
  }
}

/** Whether a device's place in the log is one of this past: its incarnation is known, and the next one began not before it. */
function isOfThePast(list: readonly Incarnation[], head: number, point: ResumePoint): boolean {
  const index = list.findIndex((incarnation) => incarnation.id === point.incarnationId)
  if (index === -1 || point.position > head) return false
  const next = list[index + 1]
  return next === undefined || point.position <= next.fromPosition
}
