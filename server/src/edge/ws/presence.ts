import type { Feed } from '../../log/feed.ts'
import type { Clock } from '../../platform/clock.ts'
import { mayKnow } from './views.ts'
import { Session, type Who } from './session.ts'

/** A person whose last device left stays for this long: a reload is not a farewell. */
const lingerMs = 10_000

type State = 'online' | 'away'
interface Here {
  who: Who
  devices: Map<Session, State>
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

  enter(who: Who, session: Session): void {
    const key = `${who.shopId}/${who.personId}`
    const here = this.#here.get(key) ?? { who, devices: new Map(), told: 'offline', lastSeenAt: 0, leaving: null }
    this.#here.set(key, here)
    here.leaving?.()
    here.leaving = null
    here.devices.set(session, 'online')
  }

  /** Once the session knows its conversations: others hear of him, and he of them. */
  show(who: Who, session: Session): void {
    const here = this.#here.get(`${who.shopId}/${who.personId}`)
    if (here) this.#announce(here)
    for (const other of this.#around(session)) {
      const there = this.#here.get(`${who.shopId}/${other.personId}`)
      if (there && mayKnow(who.class, there.who.class)) session.tell(frameOf(there, this.#clock.now()))
    }
  }

  set(who: Who, session: Session, state: State): void {
    const here = this.#here.get(`${who.shopId}/${who.personId}`)
    if (!here?.devices.has(session)) return
    here.devices.set(session, state)
    this.#announce(here)
  }

  leave(who: Who, session: Session): void {
    const key = `${who.shopId}/${who.personId}`
    const here = this.#here.get(key)
    if (!here?.devices.delete(session)) return
    here.lastSeenAt = this.#clock.now()
    if (here.devices.size > 0) return this.#announce(here)
    const around = [...this.#around(session)]
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
    const told = new Set<Session>()
    for (const session of here.devices.keys()) for (const other of this.#around(session)) told.add(other)
    for (const other of told) this.#tell(other, here)
  }

  #tell(other: Session, here: Here): void {
    if (other.who && other.personId !== here.who.personId && mayKnow(other.who.class, here.who.class)) {
      other.tell(frameOf(here, this.#clock.now()))
    }
  }

  /** Sessions of those who share a conversation with this one; the desk shares them all. */
  *#around(session: Session): Iterable<Session> {
    const who = session.who
    if (!who) return
    const feed = this.#feed(who.shopId)
    for (const follower of feed.deskFollowers()) if (follower instanceof Session && follower !== session) yield follower
    for (const conversationId of session.conversations) {
      for (const follower of feed.followersOf(conversationId, false)) {
        if (follower instanceof Session && follower !== session) yield follower
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
