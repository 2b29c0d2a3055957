import type { Feed } from '../../log/feed.ts'
import type { Clock } from '../../platform/clock.ts'
import { mayKnow } from './views.ts'
import { Reader, type Who } from './reader.ts'

/** A person whose last device left stays for this long: a reload is not a farewell. */
const lingerMs = 10_000
/** How many of those who are there somebody is told at once: the desk's list may be long, and its line slow. */
const toldAtOnce = 200

type State = 'online' | 'away'
interface Here {
  who: Who
  devices: Map<Reader, State>
  told: State | 'offline'
  lastSeenAt: number
  leaving: (() => void) | null
}

/**
 * Who is there, per person over his devices (spec/sync.md S11). Never an entry. Told to those who share a conversation with him, and to
 * the desk.
 */
export class Presence {
  readonly #clock: Clock
  readonly #feed: (shopId: string) => Feed
  /** by shop, then by person */
  readonly #here = new Map<string, Map<string, Here>>()

  constructor(clock: Clock, feed: (shopId: string) => Feed) {
    this.#clock = clock
    this.#feed = feed
  }

  enter(device: Reader): void {
    const { who } = device
    const shop = this.#here.get(who.shopId) ?? new Map<string, Here>()
    this.#here.set(who.shopId, shop)
    const here = shop.get(who.personId) ?? { who, devices: new Map(), told: 'offline', lastSeenAt: 0, leaving: null }
    shop.set(who.personId, here)
    here.leaving?.()
    here.leaving = null
    here.devices.set(device, 'online')
  }

  /** Once the device knows its conversations: others hear of him, and he of them. */
  show(device: Reader): void {
    const here = this.#of(device.who)
    if (here) this.#announce(here)
    void this.#tellWhoIsThere(device)
  }

  set(device: Reader, state: State): void {
    const here = this.#of(device.who)
    if (!here?.devices.has(device)) return
    here.devices.set(device, state)
    this.#announce(here)
  }

  leave(device: Reader): void {
    const here = this.#of(device.who)
    if (!here?.devices.delete(device)) return
    here.lastSeenAt = this.#clock.now()
    if (here.devices.size > 0) return this.#announce(here)
    const around = [...this.#around(device)]
    here.leaving = this.#clock.setTimeout(() => {
      this.#forget(here.who)
      if (here.told === 'offline') return
      here.told = 'offline'
      for (const other of around) this.#tell(other, here)
    }, lingerMs)
  }

  #of({ shopId, personId }: Who): Here | undefined {
    return this.#here.get(shopId)?.get(personId)
  }

  #forget({ shopId, personId }: Who): void {
    const shop = this.#here.get(shopId)
    shop?.delete(personId)
    if (shop?.size === 0) this.#here.delete(shopId)
  }

  /** Those who share a conversation with this device's person; the desk hears of everybody. */
  async #tellWhoIsThere(device: Reader): Promise<void> {
    const shop = this.#here.get(device.who.shopId)
    const around = device.desk ? shop?.keys() : Iterator.from(this.#sharing(device)).map((other) => other.personId)
    let told = 0
    for (const personId of new Set(around)) {
      const there = shop?.get(personId)
      if (there && there.told !== 'offline') this.#tell(device, there)
      if (++told % toldAtOnce === 0) await device.drained()
      if (device.isGone) return
    }
  }

  #announce(here: Here): void {
    const state = stateOf(here)
    if (state === here.told) return
    here.told = state
    const told = new Set<Reader>()
    for (const device of here.devices.keys()) for (const other of this.#around(device)) told.add(other)
    for (const other of told) this.#tell(other, here)
  }

  #tell(other: Reader, here: Here): void {
    if (other.personId !== here.who.personId && mayKnow(other.who.class, here.who.class)) {
      other.tell(frameOf(here, this.#clock.now()))
    }
  }

  /** Devices of those who share a conversation with this one; the desk shares them all. */
  *#around(device: Reader): Iterable<Reader> {
    const feed = this.#feed(device.who.shopId)
    for (const follower of feed.deskFollowers()) if (follower instanceof Reader && follower !== device) yield follower
    yield* this.#sharing(device)
  }

  *#sharing(device: Reader): Iterable<Reader> {
    const feed = this.#feed(device.who.shopId)
    for (const conversationId of device.conversations) {
      for (const follower of feed.followersOf(conversationId, false)) {
        if (follower instanceof Reader && follower !== device) yield follower
      }
    }
  }
}

function stateOf(here: Here): State | 'offline' {
  const states = [...here.devices.values()]
  if (states.includes('online')) return 'online'
  return states.length > 0 ? 'away' : 'offline'
}

function frameOf(here: Here, now: number) {
  return {
    t: 'presence' as const,
    personId: here.who.personId,
    state: stateOf(here),
    lastSeenAt: here.devices.size > 0 ? now : here.lastSeenAt,
  }
}
