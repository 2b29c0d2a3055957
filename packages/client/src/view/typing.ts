import type { Clock } from '../environment.ts'

/** Typing ends after this much silence (S11); telling one's own is worth a frame this often. */
export const typingEndsMs = 6_000
const tellEveryMs = 3_000

/** Who is typing where, now. Never stored. */
export class Typing {
  #clock: Clock
  #changed: (conversationId: string) => void
  #ends = new Map<string, Map<string, () => void>>()
  #told = new Map<string, number>()

  constructor(clock: Clock, changed: (conversationId: string) => void) {
    this.#clock = clock
    this.#changed = changed
  }

  in(conversationId: string): string[] {
    return [...(this.#ends.get(conversationId)?.keys() ?? [])]
  }

  heard(conversationId: string, personId: string): void {
    const people = this.#ends.get(conversationId) ?? new Map<string, () => void>()
    this.#ends.set(conversationId, people)
    people.get(personId)?.()
    people.set(
      personId,
      this.#clock.setTimeout(() => this.stopped(conversationId, personId), typingEndsMs),
    )
    this.#changed(conversationId)
  }

  /** His message is here, or six seconds are over. */
  stopped(conversationId: string, personId: string | null): void {
    const people = this.#ends.get(conversationId)
    const undo = personId === null ? undefined : people?.get(personId)
    if (undo === undefined || personId === null) return
    undo()
    people?.delete(personId)
    this.#changed(conversationId)
  }

  /** Whether my own typing is worth telling now. */
  mayTell(conversationId: string): boolean {
    const told = this.#told.get(conversationId)
    if (told !== undefined && Math.abs(this.#clock.now() - told) < tellEveryMs) return false
    this.#told.set(conversationId, this.#clock.now())
    return true
  }

  down(): void {
    for (const people of this.#ends.values()) for (const undo of people.values()) undo()
    this.#ends.clear()
    this.#told.clear()
  }
}
