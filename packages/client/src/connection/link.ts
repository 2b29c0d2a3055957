import { closeCodes, type DownFrame, nobodysReasons, type UpFrame } from '@bobber/protocol'
import type { Environment, Socket } from '../environment.ts'
import { delayMs } from './backoff.ts'

/** `gone`: the page is too old. `nobody`: the session is nobody's. Both end all tries until `start`. */
export type LinkState = 'offline' | 'connecting' | 'open' | 'gone' | 'nobody'

export interface LinkEars {
  /** the first frame of a connection */
  hello(): UpFrame
  heard(frame: DownFrame): void
  state(state: LinkState): void
}

/** How long a probe may stay unanswered (S6), and a connection without a welcome. */
export const probeMs = 4_000
export const welcomeMs = 10_000

/** A server refuses faster senders; a phone that comes back with many conversations stays below it. */
const pacePerSecond = 20
const paceBurst = 40

/**
 * One connection at a time to the shop (S10), replaced whenever it falls silent. Each socket has its own ears, so a late event of a
 * socket that was replaced is heard by nobody.
 */
export class Link {
  #env: Environment
  #ears: LinkEars
  #socket: Socket | undefined
  #state: LinkState = 'offline'
  #attempt = 0
  #retryAfterMs = 0
  /** the earliest moment that the server named */
  #notBefore = 0
  #heard = 0
  #heardAt = 0
  #welcomed = false
  #stopped = true
  #limits = { pingAfterMs: 25_000, pongWithinMs: 8_000 }
  #queue: UpFrame[] = []
  #budget = paceBurst
  #pacedAt = 0
  #undoPace: (() => void) | undefined
  #undoRetry: (() => void) | undefined
  #undoDeadline: (() => void) | undefined
  #probing = 0
  #undoWatch: (() => void) | undefined

  constructor(env: Environment, ears: LinkEars) {
    this.#env = env
    this.#ears = ears
  }

  get state(): LinkState {
    return this.#state
  }

  get #isOver(): boolean {
    return this.#state === 'gone' || this.#state === 'nobody'
  }

  /** Number of frames heard so far: whoever waits for an answer compares it to tell a slow server from a dead line. */
  get heard(): number {
    return this.#heard
  }

  /** How long ago the last frame came, ms; null: none came yet. */
  get silentMs(): number | null {
    return this.#heard === 0 ? null : Math.max(0, this.#env.clock.now() - this.#heardAt)
  }

  start(): void {
    this.#stopped = false
    this.#attempt = 0
    this.#notBefore = 0
    this.#open()
  }

  stop(): void {
    this.#stopped = true
    this.#hangUp()
    this.#undoRetry?.()
    this.#say('offline')
  }

  /** False when there is no connection to send on. Beyond the pace that a server bears, frames wait their turn (S12). */
  send(frame: UpFrame): boolean {
    if (this.#state !== 'open' || this.#socket === undefined) return false
    this.#queue.push(frame)
    this.#flush()
    return true
  }

  #flush(): void {
    this.#undoPace?.()
    this.#undoPace = undefined
    const now = this.#env.clock.now()
    this.#budget = Math.min(paceBurst, this.#budget + (Math.max(0, now - this.#pacedAt) / 1000) * pacePerSecond)
    this.#pacedAt = now
    while (this.#budget >= 1) {
      const frame = this.#queue.shift()
      if (frame === undefined) return
      this.#budget--
      this.#socket?.send(JSON.stringify(frame))
    }
    if (this.#queue.length > 0) this.#undoPace = this.#env.clock.setTimeout(() => this.#flush(), 1000 / pacePerSecond)
  }

  welcomed(limits: { pingAfterMs: number; pongWithinMs: number }): void {
    this.#welcomed = true
    this.#limits = limits
    this.#undoDeadline?.()
    this.#undoDeadline = undefined
    this.#say('open')
    this.#watch()
  }

  /** Caught up: the next trouble starts from the shortest delay again. Merely being welcomed is not enough under a storm. */
  settled(): void {
    this.#attempt = 0
  }

  retryAfter(ms: number): void {
    this.#retryAfterMs = ms
  }

  /** Foreground, `online`, network change (S6): proves the line within 4 s, or opens one at once, unless a busy server said when. */
  wake(): void {
    if (this.#stopped || this.#isOver) return
    if (this.#state === 'open') this.#probe(probeMs)
    else if (this.#socket === undefined && this.#env.clock.now() >= this.#notBefore) this.#open()
  }

  /** The line is dead though no event said so. */
  replace(): void {
    if (this.#stopped || this.#isOver) return
    this.#hangUp()
    if (this.#attempt === 0) {
      this.#attempt = 1
      this.#open()
    } else this.#retry()
  }

  #open(): void {
    this.#undoRetry?.()
    this.#undoRetry = undefined
    this.#hangUp()
    this.#say('connecting')
    this.#undoDeadline = this.#env.clock.setTimeout(() => this.replace(), welcomeMs)
    const query = this.#env.shop === undefined ? '' : `?shop=${encodeURIComponent(this.#env.shop)}`
    const mine: Socket = this.#env.openSocket(`${this.#env.url.replace(/^http/, 'ws')}/ws${query}`, {
      opened: () => {
        if (this.#socket !== mine) return
        this.#budget = paceBurst - 1
        this.#pacedAt = this.#env.clock.now()
        mine.send(JSON.stringify(this.#ears.hello()))
      },
      heard: (text) => {
        if (this.#socket !== mine) return
        this.#heard++
        this.#heardAt = this.#env.clock.now()
        this.#ears.heard(JSON.parse(text) as DownFrame)
      },
      closed: (code, reason) => {
        if (this.#socket === mine) this.#closed(code, reason)
      },
    })
    this.#socket = mine
  }

  #closed(code: number, reason: string): void {
    this.#socket = undefined
    this.#hangUp()
    if (code === closeCodes.gone) {
      this.#say(nobodysReasons.includes(reason) ? 'nobody' : 'gone')
      return
    }
    // The server may write the earliest moment to come back into the close reason.
    if (/^\d{1,7}$/.test(reason)) this.#retryAfterMs = Number(reason)
    this.#retry()
  }

  #retry(): void {
    this.#say('offline')
    const delay = delayMs(this.#attempt, this.#env.random(), this.#retryAfterMs)
    this.#attempt++
    this.#notBefore = this.#env.clock.now() + this.#retryAfterMs
    this.#retryAfterMs = 0
    this.#undoRetry?.()
    this.#undoRetry = this.#env.clock.setTimeout(() => this.#open(), delay)
  }

  #hangUp(): void {
    this.#undoDeadline?.()
    this.#undoDeadline = undefined
    this.#undoWatch?.()
    this.#undoWatch = undefined
    this.#undoPace?.()
    this.#undoPace = undefined
    this.#queue = []
    this.#welcomed = false
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  /** Any frame counts as a sign of life (S7). The clock may jump back, so a longer wait than the limit is never set. */
  #watch(): void {
    const silent = Math.max(0, this.#env.clock.now() - this.#heardAt)
    const left = this.#limits.pingAfterMs - silent
    this.#undoWatch?.()
    this.#undoWatch = this.#env.clock.setTimeout(
      () => {
        const since = this.#env.clock.now() - this.#heardAt
        // Below zero: the clock was set back, and nobody knows how long it has been silent.
        if (since < 0 || since >= this.#limits.pingAfterMs) this.#probe(this.#limits.pongWithinMs)
        this.#watch()
      },
      left > 0 ? left : this.#limits.pingAfterMs,
    )
  }

  /** A probe under way is only ever replaced by a more impatient one. */
  #probe(withinMs: number): void {
    if (!this.#welcomed || (this.#undoDeadline !== undefined && withinMs >= this.#probing)) return
    const before = this.#heard
    this.#probing = withinMs
    this.send({ t: 'ping' })
    this.#undoDeadline?.()
    this.#undoDeadline = this.#env.clock.setTimeout(() => {
      this.#undoDeadline = undefined
      if (this.#heard === before) this.replace()
    }, withinMs)
  }

  #say(state: LinkState): void {
    if (state === this.#state) return
    this.#state = state
    this.#ears.state(state)
  }
}
