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

/**
 * One connection between a device and a server, whose frames move only when somebody hands them on. It can be cut (both ends hear
 * it), go half-open (frames vanish and nobody hears anything), and lose or repeat single frames.
 */
export class Wire {
  #ears: SocketEars
  #end: ServerEnd | undefined
  #up: string[] = []
  #down: Down[] = []
  #state: 'opening' | 'open' | 'dead' | 'over' = 'opening'

  constructor(ears: SocketEars) {
    this.#ears = ears
  }

  readonly client: ClientSocket = {
    send: (text) => {
      if (this.#state === 'open') this.#up.push(text)
    },
    // The near end is gone at once; the far end hears of it unless the line is dead.
    close: () => this.#finish(false),
  }

  readonly server: ServerSocket = {
    send: (text) => {
      if (this.#state === 'open') this.#down.push({ text })
    },
    close: (code, reason) => {
      if (this.#state === 'open') this.#down.push({ code, reason })
    },
    buffered: () => this.#down.reduce((sum, one) => sum + ('text' in one ? one.text.length : 0), 0),
  }

  get opening(): boolean {
    return this.#state === 'opening'
  }
  get isOpen(): boolean {
    return this.#state === 'open'
  }
  get over(): boolean {
    return this.#state === 'over'
  }
  get upWaiting(): number {
    return this.#state === 'open' ? this.#up.length : 0
  }
  get downWaiting(): number {
    return this.#state === 'open' ? this.#down.length : 0
  }

  /** The server takes the connection; undefined: nobody listens. */
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
    if (this.#state === 'open') this.#state = 'dead'
  }

  /** Loses or repeats the next frame on its way down that `picks` names. */
  meddle(how: 'drop' | 'repeat', picks: (text: string) => boolean): void {
    const index = this.#down.findIndex((one) => 'text' in one && picks(one.text))
    const one = this.#down[index]
    if (one !== undefined) this.#down.splice(index, 1, ...(how === 'drop' ? [] : [one, one]))
  }

  #finish(tellClient: boolean): void {
    const before = this.#state
    this.#state = 'over'
    this.#up = []
    this.#down = []
    if (before === 'open') this.#end?.closed()
    if (tellClient && before !== 'over') this.#ears.closed(1006, '')
  }
}
