interface Timer {
  at: number
  order: number
  run: () => void
}

/** A clock that stands still until somebody moves it. Timers due at the same moment run in the order they were set. */
export class ManualClock {
  #now: number
  #timers: Timer[] = []
  #order = 0

  constructor(now = Date.UTC(2026, 10, 27, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  setTimeout(run: () => void, ms: number): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run }
    this.#timers.push(timer)
    return () => {
      const index = this.#timers.indexOf(timer)
      if (index !== -1) this.#timers.splice(index, 1)
    }
  }

  /** How many timers wait: zero after a shutdown that forgot none. */
  get waiting(): number {
    return this.#timers.length
  }

  /** Moves on by `ms`, running what falls due on the way, each at its own moment. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#timers.splice(this.#timers.indexOf(next), 1)
      this.#now = Math.max(this.#now, next.at)
      next.run()
    }
    this.#now = until
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at <= until && (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))) {
        first = timer
      }
    }
    return first
  }
}
