import type { Calls, Refusal, RouteName, routes, Surface } from '@bobber/protocol'
import type { Asker, Deps, Nobody } from './deps.ts'

/** Who may reach a route's handler: somebody signed in, and nobody only where the table says so. */
export type AskerOf<K extends RouteName> = 'nobody' extends (typeof routes)[K]['may'][number] ? Asker | Nobody : Asker

/** What came with a call beside its body. */
export interface CallExtras {
  /** idempotency key; always there on routes with `once` */
  key?: string
  /** the raw body of an upload, and the content type it was sent with */
  file?: Buffer
  fileType?: string
  surface: Surface
  /** what the limits count the asker's address by (platform/networks.ts) */
  network: string
  /** where the asker found this server, e.g. `http://localhost:8080`: as the request tells, so good for a reply to the asker only */
  origin: string
  /** what the asker's device called itself: for the list of sessions, and to bind codes to who asked */
  userAgent: string
  /** random, kept in a cookie; empty for clients without cookies */
  device: string
}

/**
 * Answers one route. The edge has decoded `body` by its schema and checked the asker's role; what the asker may do with these very ids
 * is the handler's to check. An expected no is returned as a Refusal; what is thrown is a fault.
 */
export type Handler<K extends RouteName> = (
  deps: Deps,
  asker: AskerOf<K>,
  body: Calls[K]['body'],
  call: CallExtras,
) => Promise<Calls[K]['reply'] | Refusal>

/** A handler for every route: a missing one is a compile error. */
export type Handlers = { [K in RouteName]: Handler<K> }

/** The part of the table that one module answers. */
export type HandlersOf<K extends RouteName> = { [N in K]: Handler<N> }
