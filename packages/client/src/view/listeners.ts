import type { Entry } from '@bobber/protocol'

/** Who wants to know. Changes of one turn are told once, in a microtask, so that a burst of frames renders once. */
export class Listeners {
  #changes = new Set<() => void>()
  #entries = new Set<(entry: Entry) => void>()
  #told = true

  subscribe(listener: () => void): () => void {
    this.#changes.add(listener)
    return () => this.#changes.delete(listener)
  }

  onEntry(listener: (entry: Entry) => void): () => void {
    this.#entries.add(listener)
    return () => this.#entries.delete(listener)
  }

  changed(): void {
    if (!this.#told) return
    this.#told = false
    void this.#tell()
  }

  async #tell(): Promise<void> {
    await Promise.resolve()
    this.#told = true
    for (const listener of this.#changes) listener()
  }

  arrived(entry: Entry): void {
    for (const listener of this.#entries) listener(entry)
  }

  clear(): void {
    this.#changes.clear()
    this.#entries.clear()
  }
}
