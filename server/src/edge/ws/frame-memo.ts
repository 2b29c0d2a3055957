import type { Class } from '@bobber/protocol'
import type { Batch } from '../../log/store.ts'

/**
 * What was made of a part of a batch for one of those who get it, kept for the others (log/part.ts gives all of them the same object).
 * One sender and a thousand receivers is one encoding; the texts go when the part goes.
 */
export class FrameMemo {
  readonly #texts = new WeakMap<Batch, Partial<Record<Class, string[]>>>()
  #place = ''
  #token = ''

  texts(part: Batch, viewer: Class, make: () => string[]): string[] {
    const known = this.#texts.get(part) ?? {}
    this.#texts.set(part, known)
    return (known[viewer] ??= make())
  }

  /** The resume token of a place in the log: every part of a batch ends at the same one. */
  token(incarnationId: string, position: number, make: () => string): string {
    const place = `${incarnationId}/${position}`
    if (place !== this.#place) {
      this.#token = make()
      this.#place = place
    }
    return this.#token
  }
}
