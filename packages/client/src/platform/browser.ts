import type { Locale, Surface } from '@bobber/protocol'
import { uuidv7 } from 'uuidv7'
import type { Client } from '../client.ts'
import { createClient } from '../create.ts'
import type { Siblings, Socket, SocketEars, Store, TabNews } from '../index.ts'
import { memoryStore } from '../store/memory.ts'
import { openIndexedDb } from './indexed-db.ts'

export interface BrowserOptions {
  surface: Surface
  /** asked at each call, so that a switch of language needs no new client */
  locale: () => Locale
  /** the shop's slug; absent: the address's own shop */
  shop?: string
  fault: (cause: unknown) => void
}

/** The client of a web page: cookies for the session, IndexedDB for the outbox and the log, one sender per tab (decisions/0010). */
export function browserClient(options: BrowserOptions): Client {
  const tab = uuidv7()
  const name = `bobber-${options.surface}-${options.shop ?? ''}`
  const client = createClient({
    ...options,
    clock: {
      now: () => Date.now(),
      setTimeout(run, ms) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    },
    random: Math.random,
    newId: uuidv7,
    openSocket,
    store: withFallback(openIndexedDb(name), options.fault),
    fetch: (url, request) => fetch(url, { ...request, credentials: 'same-origin', cache: 'no-store' }),
    url: location.origin,
    tab,
    ...('locks' in navigator && { siblings: siblings(name, tab) }),
  })
  watchPage(client)
  return client
}

function openSocket(url: string, ears: SocketEars): Socket {
  const socket = new WebSocket(url)
  socket.addEventListener('open', () => ears.opened())
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') ears.heard(event.data)
  })
  socket.addEventListener('close', (event) => ears.closed(event.code, event.reason))
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: () => socket.close(),
  }
}

/** Where a browser forbids storage (private windows), the page works from memory and says so through `fault`. */
function withFallback(opening: Promise<Store>, fault: (cause: unknown) => void): Store {
  const store = opening.catch((cause: unknown) => {
    fault(new Error('this browser keeps nothing; messages not sent yet are lost with the page', { cause }))
    return memoryStore()
  })
  return {
    get: async (key) => (await store).get(key),
    list: async (prefix) => (await store).list(prefix),
    batch: async (changes) => (await store).batch(changes),
    close: async () => (await store).close(),
  }
}

/** Each tab holds a lock of its own name as long as it lives; one of them holds the keeper's. */
function siblings(name: string, tab: string): Siblings {
  const prefix = `${name}/tab/`
  const forever = () => new Promise<void>(() => undefined)
  void navigator.locks.request(prefix + tab, forever)
  const channel = new BroadcastChannel(name)
  const post = channel.postMessage.bind(channel)
  return {
    async alive() {
      const { held = [] } = await navigator.locks.query()
      return new Set(held.flatMap((lock) => (lock.name?.startsWith(prefix) ? [lock.name.slice(prefix.length)] : [])))
    },
    tell: (news) => post(news),
    // Only pages of this origin reach the channel; one of an older version says something else.
    listen(heard) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'object' && data !== null && ('changed' in data || 'left' in data)) heard(data as TabNews)
      })
    },
    keeper: () =>
      new Promise((granted) => {
        void navigator.locks.request(`${name}/keeper`, () => {
          granted()
          return forever()
        })
      }),
  }
}

/** Phones freeze pages and change networks without a word to the socket (S6). */
function watchPage(client: Client): void {
  const wake = () => client.wake()
  addEventListener('online', wake)
  addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? client.wake() : client.away()))
  if ('connection' in navigator && navigator.connection instanceof EventTarget) navigator.connection.addEventListener('change', wake)
}

/**
 * A session that ended elsewhere (revoked, dismissed, signed out in another tab): the page begins anew as soon as it is looked at, finds
 * out who is here, and holds nothing of whoever was. Only once it was live: a page whose connection never got in would begin for ever.
 * To be watched while somebody is signed in; answers how to stop.
 */
export function beginAnewWhenEnded(client: Client): () => void {
  let wasLive = false
  const look = () => {
    const connection = client.connection()
    wasLive ||= connection === 'live'
    if (wasLive && connection === 'nobody' && document.visibilityState === 'visible') location.reload()
  }
  look()
  const leave = client.subscribe(look)
  document.addEventListener('visibilitychange', look)
  return () => {
    leave()
    document.removeEventListener('visibilitychange', look)
  }
}
