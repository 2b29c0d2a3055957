import { closeCodes, type DownFrame, protocolVersion, type Refusal, refuse, type UpFrame, type UpFrames, worded } from '@bobber/protocol'
import type { Feed } from '../../log/feed.ts'
import type { Lane } from '../../log/lane.ts'
import type { TokenSeal } from '../../log/resume-token.ts'
import { type Appended, type LogStore, type NewEntry, UnknownOutcome } from '../../log/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Crowd, Occupant } from './crowd.ts'
import { decodeFrame } from './decode.ts'
import type { FrameMemo } from './frame-memo.ts'
import { openPage, sealPage } from './page-token.ts'
import type { Presence } from './presence.ts'
import { comeBack, type Outlet, Reader, type Who } from './reader.ts'
import { conversationView, entryJson, headView, markView, mayKnow } from './views.ts'

/** Buffered bytes of a reader that doesn't read; beyond it the connection is closed, resumable (S8). */
const bufferLimit = 1024 * 1024
/** Whoever catches up is sent more once no more than this waits for him, looked at this often, ms. */
const drainedBytes = 128 * 1024
const drainEveryMs = 50
/** Bytes of frames that came in and wait for the ones before them, of one connection. */
const waitingLimit = 1024 * 1024
/** Frames of somebody who hasn't said who he is. */
const earlyFrames = 20
/** Bad frames a connection may send (S12). */
const badFrames = 10
const frameBytes = 64 * 1024
/** The client pings after 25 s of silence; a connection silent for three times that is gone (S7). */
export const silentAfterMs = 75_000
/** A client says hello with the first packet. */
export const helloWithinMs = 10_000
/** How long somebody stays away whose place others needed, ms. */
const madeRoomMs = '20000'

/** One connection as the session needs it: `ws` in the server, a queue in the simulation. */
export interface Socket {
  send(text: string): void
  close(code: number, reason: string): void
  /** bytes that wait to be read by the other end */
  buffered(): number
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
  /** the session ended while its hello was being looked at */
  isRevoked(sessionId: string): boolean
  /** the desk sees this conversation; false as well when there is none */
  isDesks(shopId: string, conversationId: string): Promise<boolean>
  /** the message as it goes into the log, or why not: its schema, files that must be the sender's, who will see it */
  admit(who: Who, send: UpFrames['send']): Promise<{ content: string; audience: number } | Refusal>
  alias(shopId: string, personId: string): string
  presence: Presence
  memo: FrameMemo
  crowd: Crowd
  /** what the crowd's limits count this connection's address by */
  network: string
  onFault(fault: unknown): void
}

/** One connection: frames in, each decoded and authorised on its own, and the answers out (spec/sync.md S12). */
export class Session implements Occupant, Outlet {
  readonly #parts: SyncParts
  readonly #socket: Socket
  #who: Who | null = null
  #reader: Reader | null = null
  #greeted = false
  #early = 0
  #bad = 0
  #closed = false
  #heardAt: number
  #work: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(parts: SyncParts, socket: Socket) {
    this.#parts = parts
    this.#socket = socket
    this.#heardAt = parts.clock.now()
    parts.crowd.arrive(this, parts.network)
  }

  /** null before the hello's token was found good */
  get who(): Who | null {
    return this.#who
  }
  get heardAt(): number {
    return this.#heardAt
  }

  /** A frame came in. Frames that change the session's place in the log wait for each other; sends don't. */
  receive(text: string): void {
    if (this.#closed) return
    const wait = this.#wait()
    if (wait > 0) return this.#misbehave('frame', tooMany(wait))
    const frame = text.length > frameBytes ? refuse('tooLarge', { limit: '64 KiB' }) : decodeFrame(text)
    if ('code' in frame) return this.#misbehave('frame', frame)
    if (frame.t === 'ping') return this.#send({ t: 'pong' })
    if (this.#waiting + text.length > waitingLimit) return this.#refuse(refusedName(frame), refuse('busy', undefined, 1_000))
    if (frame.t === 'hello') {
      this.#greeted = true
      this.#parts.crowd.greet(this, this.#parts.network)
      return this.#inOrder(text.length, () => this.#hello(frame))
    }
    this.#inOrder(text.length, async () => {
      const reader = this.#reader
      if (!reader) return this.#refuse(frame.t, refuse('notSignedIn'))
      switch (frame.t) {
        case 'resume':
          return reader.resume(frame.resume)
        case 'snapshot':
          return this.#snapshot(reader, frame)
        case 'history':
          return this.#history(reader, frame)
        case 'send':
          return this.#append(reader, frame)
        case 'cursor':
          return this.#move(reader, frame)
        case 'typing':
          return this.#typing(reader, frame.conversationId)
        case 'presence':
          return this.#parts.presence.set(reader, frame.state)
      }
    })
  }

  /** The socket is gone, for whatever reason. */
  closed(): void {
    if (this.#closed) return
    this.#closed = true
    this.#parts.crowd.leave(this, this.#parts.network, this.#who)
    if (!this.#reader) return
    this.#parts.presence.leave(this.#reader)
    this.#reader.leave()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    this.closed()
  }

  /** Closes when nothing was heard for long, or no hello. */
  reap(): void {
    const most = this.#greeted ? silentAfterMs : helloWithinMs
    if (this.#parts.clock.now() - this.#heardAt > most) this.close(closeCodes.silent, 'silent')
  }

  makeRoom(): void {
    this.close(closeCodes.abuse, madeRoomMs)
  }

  /** What isn't of the log: presence, typing, the practice clock. */
  tell(frame: DownFrame): void {
    if (this.#reader) this.#send(frame)
  }

  async #hello(hello: UpFrames['hello']): Promise<void> {
    if (this.#reader) return this.#misbehave('hello', refuse('malformed', { detail: 'hello twice' }))
    if (hello.version !== protocolVersion) {
      this.#refuse('hello', refuse('protocolVersion'), hello.locale)
      return this.close(closeCodes.gone, 'protocolVersion')
    }
    const who = await this.#parts.authenticate(hello)
    if ('code' in who) {
      this.#refuse('hello', who, hello.locale)
      return this.close(closeCodes.gone, who.code)
    }
    // Gone meanwhile: it has left the crowd, and nobody would take it out again.
    if (this.#isClosed()) return
    this.#who = who
    this.#parts.crowd.settle(this, this.#parts.network, who)
    const feed = this.#parts.feed(who.shopId)
    await feed.start()
    // Ended meanwhile: whoever ends a session closes those whose person is known, and this one's wasn't.
    if (this.#parts.isRevoked(who.sessionId)) this.close(closeCodes.gone, 'revoked')
    if (this.#isClosed()) return
    const reader = new Reader(this.#parts, feed, who, this)
    this.#reader = reader
    this.#send({
      t: 'welcome',
      personId: who.personId,
      class: who.class,
      name: who.name,
      ...(who.guests?.length && { guests: who.guests }),
      now: this.#parts.shopNow(),
      limits: { frameBytes, pingAfterMs: 25_000, pongWithinMs: 8_000 },
    })
    this.#parts.presence.enter(reader)
    await reader.resume(hello.resume)
  }

  async #snapshot(reader: Reader, frame: UpFrames['snapshot']): Promise<void> {
    const page = frame.page === undefined ? null : openPage(this.#parts.seal, reader.pageHolder, frame.page)
    if (page === undefined) return this.#refuse(String(frame.ref), refuse('malformed', { detail: 'page' }))
    const rows = await this.#parts.store.snapshot(reader.viewer, page)
    if (this.#closed) return
    const entries = rows.entries.map((entry) => entryJson(entry, reader.who.class, reader.alias)).filter((text) => text !== null)
    const head: DownFrame = {
      t: 'snapshot',
      ref: frame.ref,
      heads: rows.heads.map(headView),
      entries: [],
      marks: rows.marks.filter((mark) => mayKnow(reader.who.class, mark.class)).map((mark) => markView(mark, reader.who.class)),
      conversations: rows.conversations.map((row) => conversationView(row, reader.who.class)),
      resume: reader.token(rows.position, true),
      ...(rows.next && { next: sealPage(this.#parts.seal, reader.pageHolder, { position: rows.position, ...rows.next }) }),
    }
    this.write(JSON.stringify(head).replace('"entries":[]', () => `"entries":[${entries.join(',')}]`))
  }

  async #history(reader: Reader, frame: UpFrames['history']): Promise<void> {
    const found = await this.#parts.store.history(reader.viewer, frame.conversationId, frame.fromSeq, frame.toSeq)
    if (!found) return this.#refuse(String(frame.ref), refuse('notParticipant'))
    const entries = found.map((entry) => entryJson(entry, reader.who.class, reader.alias)).filter((text) => text !== null)
    this.write(`{"t":"history","ref":${frame.ref},"conversationId":"${frame.conversationId}","entries":[${entries.join(',')}]}`)
  }

  async #append({ who }: Reader, send: UpFrames['send']): Promise<void> {
    const wait = this.#parts.crowd.message(who, this.#parts.network, this.#parts.clock.now())
    if (wait > 0) return this.#refuse(send.clientId, tooMany(wait))
    const admitted = await this.#parts.admit(who, send)
    const refusal = 'code' in admitted ? admitted : null
    // An earlier try may be in the log, acked or not, whatever has changed since: that is looked up before anything is refused (L4).
    if (refusal && send.attempt === 1) return this.#refuse(send.clientId, refusal)
    const entry: NewEntry = {
      entryId: this.#parts.newId(),
      conversationId: send.conversationId,
      authorId: who.personId,
      clientId: send.clientId,
      kind: send.kind,
      audience: 'code' in admitted ? 0 : admitted.audience,
      countable: true,
      at: this.#parts.shopNow(),
      content: 'code' in admitted ? JSON.stringify(send.content) : admitted.content,
      sender: { class: who.class, desk: who.desk, readSeq: send.readSeq ?? 0 },
    }
    // Not awaited in order: the next send must be able to join the same batch.
    this.#parts
      .lane(who.shopId)
      .append(entry, send.attempt)
      .then(
        (result) => {
          if (!result.ok) return this.#refuse(send.clientId, refusal ?? refusalOf(result))
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
          this.close(closeCodes.restart, comeBack.soon)
        },
      )
  }

  #move({ who }: Reader, frame: UpFrames['cursor']): void {
    this.#parts.lane(who.shopId).move({
      conversationId: frame.conversationId,
      personId: who.personId,
      class: who.class,
      desk: who.desk,
      receivedSeq: frame.receivedSeq ?? 0,
      readSeq: frame.readSeq ?? 0,
    })
  }

  async #typing(reader: Reader, conversationId: string): Promise<void> {
    const { who } = reader
    const desk = await this.#parts.isDesks(who.shopId, conversationId)
    if (!reader.conversations.has(conversationId) && !(who.desk && desk)) return
    for (const follower of this.#parts.feed(who.shopId).followersOf(conversationId, desk)) {
      if (follower instanceof Reader && follower.personId !== who.personId && mayKnow(follower.who.class, who.class)) {
        follower.tell({ t: 'typing', conversationId, personId: who.personId })
      }
    }
  }

  /** How long he has to wait, ms, before his next frame. Pings of nobody keep no connection: who hasn't said hello in time is gone. */
  #wait(): number {
    const now = this.#parts.clock.now()
    if (!this.#who) return ++this.#early > earlyFrames ? 1_000 : 0
    this.#heardAt = now
    return this.#parts.crowd.frame(this.#who, now)
  }

  #inOrder(bytes: number, work: () => void | Promise<void>): void {
    this.#waiting += bytes
    this.#work = this.#work.then(async () => {
      if (this.#closed) return
      try {
        await work()
      } catch (fault) {
        this.#parts.onFault(fault)
        this.close(closeCodes.restart, comeBack.soon)
      } finally {
        this.#waiting -= bytes
      }
    })
  }

  #isClosed(): boolean {
    return this.#closed
  }

  #refuse(of: string, refusal: Refusal, locale = this.who?.locale ?? 'zh'): void {
    this.#send({ t: 'refused', of, refusal: worded(refusal, locale) })
  }

  #misbehave(of: string, refusal: Refusal): void {
    this.#refuse(of, refusal)
    if (++this.#bad > badFrames) this.close(closeCodes.abuse, refusal.code)
  }

  #send(frame: DownFrame): void {
    this.write(JSON.stringify(frame))
  }

  write(text: string): void {
    if (this.#closed) return
    if (this.#socket.buffered() > bufferLimit) return this.close(closeCodes.slow, 'slow')
    this.#socket.send(text)
  }

  async drained(): Promise<void> {
    while (!this.#closed && this.#socket.buffered() > drainedBytes) {
      await new Promise<void>((resolve) => void this.#parts.clock.setTimeout(resolve, drainEveryMs))
    }
  }
}

function tooMany(waitMs: number): Refusal {
  return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
}

function refusalOf(result: Exclude<Appended, { ok: true }>): Refusal {
  return refuse(result.code, undefined, result.code === 'busy' ? result.retryAfterMs : undefined)
}

/** What a refusal names: a send by its clientId, a question by its ref, and else the kind of frame. */
function refusedName(frame: UpFrame): string {
  if (frame.t === 'send') return frame.clientId
  return 'ref' in frame ? String(frame.ref) : frame.t
}
