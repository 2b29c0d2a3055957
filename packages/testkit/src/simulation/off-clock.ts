import type { ManualClock } from '../clock.ts'
import type { Random } from '../random.ts'

/** How far a clock may be off: a phone set by hand, a server whose time daemon died. */
const skewMs = 36 * 3_600_000
const drift = 0.02
const setByMs = 2 * 3_600_000

/** The clock of one device or server: off the true time, too fast or too slow, and set now and then. Setting it moves no timer. */
export class OffClock {
  #time: ManualClock
  #pace: number
  #offMs: number

  constructor(time: ManualClock, random: Random) {
    this.#time = time
    this.#pace = 1 + (random.next() * 2 - 1) * drift
    this.#offMs = Math.round((random.next() * 2 - 1) * skewMs)
    this.#begin = time.now()
  }
  #begin: number

  now(): number {
    return Math.round(this.#begin + (this.#time.now() - this.#begin) * this.#pace) + this.#offMs
  }

  setTimeout(run: () => void, ms: number): () => void {
    return this.#time.setTimeout(run, ms / this.#pace)
  }

  /** Somebody or something sets it, forwards or back. */
  set(random: Random): void {
    this.#offMs += Math.round((random.next() * 2 - 1) * setByMs)
  }
}
