import type { Ack, Locale, Surface } from '@bobber/protocol'
import type { Store } from './store/store.ts'

/** Everything the SDK touches outside itself. The core uses no global clock, randomness, network or storage. */

export interface Clock {
  /** epoch ms on this device */
  now(): number
  /** Calls `run` once after `ms`; returns the undo. */
  setTimeout(run: () => void, ms: number): () => void
}

/** A WebSocket in three calls; mini programs and tests bring their own. */
export interface Socket {
  send(text: string): void
  close(): void
}
export interface SocketEars {
  opened(): void
  heard(text: string): void
  /** once, also when it never opened; nothing follows it */
  closed(code: number, reason: string): void
}

/** What `call` needs of fetch. */
export interface Request {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | Blob
}
export interface Response {
  status: number
  json(): Promise<unknown>
}

/** What one tab tells the others. */
export type TabNews =
  /** one row of the outbox changed */
  | { changed: string }
  /** this person signed out, and the store holds nothing of him any more */
  | { left: string }

/** Other tabs of the same browser (decisions/0010). */
export interface Siblings {
  /** ids of all tabs alive now, this one included */
  alive(): Promise<ReadonlySet<string>>
  tell(news: TabNews): void
  listen(heard: (news: TabNews) => void): void
  /** Resolves once this tab is the one that keeps the log in the store. */
  keeper(): Promise<void>
}

export interface Environment {
  clock: Clock
  /** uniform in [0, 1) */
  random(): number
  newId(): string
  openSocket(url: string, ears: SocketEars): Socket
  store: Store
  fetch(url: string, request: Request): Promise<Response>
  /** the shop's address without a path, e.g. https://shop.example */
  url: string
  surface: Surface
  locale(): Locale
  /** the shop's slug; absent: the address's own shop */
  shop?: string
  /** id of this tab; a fresh one for each start */
  tab: string
  siblings?: Siblings
  /** true where no cookie jar exists (Node, mini programs): the session's token is kept in the store */
  keepsToken?: boolean
  /** a session to begin with, for such places */
  token?: string
  /** Told each ack as it arrives: the journal of a fault run. */
  acked?(ack: Ack): void
  /** A fault that no caller waits for, e.g. a store that can't be written. */
  fault: (cause: unknown) => void
}
