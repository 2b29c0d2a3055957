import type { Feed } from '../../log/feed.ts'
import type { Clock } from '../../platform/clock.ts'
import { mayKnow } from './views.ts'
import { Reader, type Who } from './reader.ts'

/** A person whose last device left stays for this long: a reload is not a farewell. */
const lingerMs = 10_000

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
  readonly #here = new Map<string, Here>()

  constructor(clock: Clock, feed: (shopId: string) => Feed) {
    this.#clock = clock
    this.#feed = feed
  }

  enter(device: Reader): void {
    const { who } = device
    const key = `${who.shopId}/${who.personId}`
    const here = this.#here.get(key) ?? { who, devices: new Map(), told: 'offline', lastSeenAt: 0, leaving: null }
    this.#here.set(key, here)
    here.leaving?.()
    here.leaving = null
    here.devices.set(device, 'online')
  }

  /** Once the device knows its conversations: others hear of him, and he of them. */
  show(device: Reader): void {
    const { who } = device
    const here = this.#here.get(`${who.shopId}/${who.personId}`)
    if (here) this.#announce(here)
    for (const other of this.#around(device)) {
      const there = this.#here.get(`${who.shopId}/${other.personId}`)
      if (there && other.personId !== who.personId && mayKnow(who.class, there.who.class)) device.tell(frameOf(there, this.#clock.now()))
    }
  }

  set(device: Reader, state: State): void {
    const { who } = device
    const here = this.#here.get(`${who.shopId}/${who.personId}`)
    if (!here?.devices.has(device)) return
    here.devices.set(device, state)
    this.#announce(here)
  }

  leave(device: Reader): void {
    const { who } = device
    const key = `${who.shopId}/${who.personId}`
    const here = this.#here.get(key)
    if (!here?.devices.delete(device)) return
    here.lastSeenAt = this.#clock.now()
    if (here.devices.size > 0) return this.#announce(here)
    const around = [...this.#around(device)]
    here.leaving = this.#clock.setTimeout(() => {
      this.#here.delete(key)
      if (here.told === 'offline') return
      here.told = 'offline'
      for (const other of around) this.#tell(other, here)
    }, lingerMs)
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
