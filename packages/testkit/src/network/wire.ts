import type { Socket as ClientSocket, SocketEars } from '@bobber/client/environment'

/** The server's end of a wire. */
export interface ServerEnd {
  receive(text: string): void
  closed(): void
}
/** What the server writes to; the shape of edge/ws's socket. */
export interface ServerSocket {
  send(text: string): void
  close(code: number, reason: string): void
  buffered(): number
}

type Down = { text: string } | { code: number; reason: string }
export type Way = 'up' | 'down'

/** Frames that each end says again by itself: of these a single one may get lost. */
const saidAgain = /^{"t":"(ack|refused|pong|presence|typing|send|cursor|ping)"/

/**
 * One connection between a device and a server, whose frames move only when somebody hands them on. It can be cut (both ends hear
 * it), go half-open in one way or both (frames vanish and nobody hears anything), and lose or repeat single frames.
 */
export class Wire {
  #ears: SocketEars
  #end: ServerEnd | undefined
  #up: string[] = []
  #down: Down[] = []
  /** bytes on their way down */
  #buffered = 0
  /** ways on which whatever is sent vanishes */
  #dead = new Set<Way>()
  #state: 'opening' | 'open' | 'over' = 'opening'

  constructor(ears: SocketEars) {
    this.#ears = ears
  }

  readonly client: ClientSocket = {
    send: (text) => {
      if (this.#state === 'open' && !this.#dead.has('up')) this.#up.push(text)
    },
    // The near end is gone at once; the far end hears of it unless the line is dead.
    close: () => this.#finish(false),
  }

  readonly server: ServerSocket = {
    send: (text) => this.#sendDown({ text }),
    close: (code, reason) => this.#sendDown({ code, reason }),
    buffered: () => this.#buffered,
  }

  get opening(): boolean {
    return this.#state === 'opening'
  }
  /** Nothing is wrong with it. */
  get isOpen(): boolean {
    return this.#state === 'open' && this.#dead.size === 0
  }
  get over(): boolean {
    return this.#state === 'over'
  }
  get upWaiting(): number {
    return this.#up.length
  }
  get downWaiting(): number {
    return this.#down.length
  }

  /** The server takes the connection; undefined: nobody can be reached. */
  accept(end: ServerEnd | undefined): void {
    if (this.#state !== 'opening') return
    if (end === undefined) {
      this.#state = 'over'
      this.#ears.closed(1006, '')
      return
    }
    this.#state = 'open'
    this.#end = end
    this.#ears.opened()
  }

  handUp(): void {
    const text = this.#up.shift()
    if (text !== undefined) this.#end?.receive(text)
  }

  handDown(): void {
    const next = this.#down.shift()
    if (next === undefined) return
    this.#buffered -= bytesOf(next)
    if ('text' in next) this.#ears.heard(next.text)
    else {
      this.#state = 'over'
      this.#end?.closed()
      this.#ears.closed(next.code, next.reason)
    }
  }

  /** Both ends hear that the connection is gone; frames on the way are lost. */
  cut(): void {
    this.#finish(true)
  }

  /** Nothing passes any more and nobody is told. */
  goDead(): void {
    for (const way of ['up', 'down'] as const) this.loseFrom(way, 0)
  }

  /** One way goes dead in the middle: frame `nth` of those that wait and all after it vanish, those before it still arrive. */
  loseFrom(way: Way, nth: number): void {
    if (this.#state !== 'open') return
    const queue = way === 'up' ? this.#up : this.#down
    queue.splice(nth % (queue.length + 1))
    this.#dead.add(way)
    this.#measure()
  }

  /** Loses a single frame of those that wait, if its sender would say it again: a stream loses nothing else out of its middle. */
  loseOne(way: Way, nth: number): void {
    const texts = way === 'up' ? this.#up : this.#down.map((one) => ('text' in one ? one.text : ''))
    const losable = [...texts.keys()].filter((index) => saidAgain.test(texts[index] ?? ''))
    this.#copy(way, losable[nth % Math.max(1, losable.length)], 0)
  }

  /** Any frame arrives twice. */
  repeatOne(way: Way, nth: number): void {
    const { length } = way === 'up' ? this.#up : this.#down
    this.#copy(way, length === 0 ? undefined : nth % length, 2)
  }

  #copy(way: Way, index: number | undefined, times: number): void {
    if (index === undefined) return
    const copies = <T>(queue: T[]) =>
      queue.splice(index, 1, ...queue.slice(index, index + 1).flatMap((one) => Array.from({ length: times }, () => one)))
    if (way === 'up') copies(this.#up)
    else copies(this.#down)
    this.#measure()
  }

  #sendDown(one: Down): void {
    if (this.#state !== 'open' || this.#dead.has('down')) return
    this.#down.push(one)
    this.#buffered += bytesOf(one)
  }

  #measure(): void {
    this.#buffered = this.#down.reduce((sum, one) => sum + bytesOf(one), 0)
  }

  #finish(tellClient: boolean): void {
    const before = this.#state
    this.#state = 'over'
    this.#up = []
    this.#down = []
    this.#buffered = 0
    if (before === 'open' && !this.#dead.has('up')) this.#end?.closed()
    if (tellClient && before !== 'over') this.#ears.closed(1006, '')
  }
}

function bytesOf(one: Down): number {
  return 'text' in one ? Buffer.byteLength(one.text) : 0
}
