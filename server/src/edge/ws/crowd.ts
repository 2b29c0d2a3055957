import { createRateLimit, type RateLimit } from '../http/rate-limit.ts'
import type { Who } from './reader.ts'

interface Rate {
  perSecond: number
  burst: number
}

/** What one person, and one network, may take of the server (spec/sync.md S12). */
export interface CrowdLimits {
  /** frames of a person, over all his connections */
  frames: Rate
  /** messages of a guest, and of all the guests of a network: a person signs in once, a guest is made by asking */
  guestMessages: Rate
  networkMessages: Rate
  /** connections of a person: phones, tabs, and what of them died without a word */
  personConnections: number
  /** connections of a network's guests, and as many that haven't said hello */
  strangerConnections: number
}

/** Far above what people do: a fast typist with nine pictures, a fair whose visitors share one address. */
export const usualLimits: CrowdLimits = {
  frames: { perSecond: 50, burst: 200 },
  guestMessages: { perSecond: 0.5, burst: 30 },
  networkMessages: { perSecond: 10, burst: 300 },
  personConnections: 20,
  strangerConnections: 500,
}

/** A connection, as others see it that want its place. */
export interface Occupant {
  /** epoch ms of its last frame */
  readonly heardAt: number
  /** others of the same person or network need its place */
  makeRoom(): void
}

/**
 * Who is connected, and how much each may ask. Where there are too many of a kind, the one that was silent for longest goes: a phone between
 * two networks leaves dead connections behind, and must not be shut out by them.
 */
export class Crowd {
  readonly #limits: CrowdLimits
  readonly #places = new Map<string, Set<Occupant>>()
  readonly #frames: RateLimit
  readonly #guestMessages: RateLimit
  readonly #networkMessages: RateLimit

  constructor(limits: CrowdLimits = usualLimits) {
    this.#limits = limits
    this.#frames = createRateLimit(limits.frames)
    this.#guestMessages = createRateLimit(limits.guestMessages)
    this.#networkMessages = createRateLimit(limits.networkMessages)
  }

  /** A connection came and hasn't said hello. */
  arrive(one: Occupant, network: string): void {
    this.#put(`arriving ${network}`, one, this.#limits.strangerConnections)
  }

  /** It said hello: in a storm many are being looked at, and none of them is to blame. */
  greet(one: Occupant, network: string): void {
    this.#drop(`arriving ${network}`, one)
  }

  /** Its person is known. */
  settle(one: Occupant, network: string, who: Who): void {
    if (who.guest === true) this.#put(`guests ${network}`, one, this.#limits.strangerConnections)
    this.#put(keyOf(who), one, this.#limits.personConnections)
  }

  leave(one: Occupant, network: string, who: Who | null): void {
    this.greet(one, network)
    if (!who) return
    this.#drop(`guests ${network}`, one)
    this.#drop(keyOf(who), one)
  }

  /** How long a person has to wait before his next frame, ms; 0: it is let through and counted. */
  frame(who: Who, now: number): number {
    return this.#frames.take(keyOf(who), now)
  }

  /** … and before his next message. */
  message(who: Who, network: string, now: number): number {
    if (who.guest !== true) return 0
    return this.#guestMessages.take(keyOf(who), now) || this.#networkMessages.take(network, now)
  }

  #put(key: string, one: Occupant, most: number): void {
    const there = this.#places.get(key) ?? new Set()
    if (there.size >= most) silentest(there)?.makeRoom()
    there.add(one)
    this.#places.set(key, there)
  }

  #drop(key: string, one: Occupant): void {
    const there = this.#places.get(key)
    there?.delete(one)
    if (there?.size === 0) this.#places.delete(key)
  }
}

function silentest(all: Iterable<Occupant>): Occupant | undefined {
  let found: Occupant | undefined
  for (const one of all) if (found === undefined || one.heardAt < found.heardAt) found = one
  return found
}

function keyOf({ shopId, personId }: Who): string {
  return `${shopId}/${personId}`
}
