import type { Clock } from '../../platform/clock.ts'

/** Lets `burst` through at once and `framesPerSecond` on the long run (S12). */
export class TokenBucket {
  readonly #clock: Pick<Clock, 'now'>
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(clock: Pick<Clock, 'now'>, { framesPerSecond, burst }: { framesPerSecond: number; burst: number }) {
    this.#clock = clock
    this.#perMs = framesPerSecond / 1000
    this.#burst = burst
    this.#tokens = burst
    this.#at = clock.now()
  }

  take(): boolean {
    const now = this.#clock.now()
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#at) * this.#perMs)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
