import type { Batch } from '../../log/store.ts'

/**
 * The texts of the batch that is being delivered: everybody of a class who gets the same part of it gets the same text. One sender and
 * a thousand receivers is one encoding. Holds one batch; the next one empties it.
 */
export class FrameMemo {
  #of = ''
  #texts = new Map<string, string[]>()

  get(who: { shopId: string; class: string }, part: Batch, make: () => string[]): string[] {
    const of = `${who.shopId}/${part.to}`
    if (of !== this.#of) {
      this.#of = of
      this.#texts.clear()
    }
    const rows = [...part.entries, ...part.marks, ...part.conversations]
    const key = `${who.class}:${rows.map((row) => `${row.position}/${row.conversationId}`).join(',')}`
    const known = this.#texts.get(key)
    if (known) return known
    const texts = make()
    this.#texts.set(key, texts)
    return texts
  }
}
