import type { Locale, StaffRole } from '@bobber/protocol'
import type { Kysely } from 'kysely'
import type { Pool } from 'pg'
import type { Config } from '../config.ts'
import type { Erasures } from '../log/erasures.ts'
import type { Log } from '../log/index.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'
import type { Signal } from './signal.ts'
import type { Vault } from './vault/vault.ts'
import type { ServerWindow } from './window.ts'

/** A database or a transaction on it. Only kysely's `sql` templates run on it, so that SQL stands visible whole. */
export type Db = Kysely<unknown>

/** A clock that a practice shop may move (spec/people.md P16). */
export interface ShopClock extends Clock {
  /** true: this server holds practice shops, and only those */
  readonly practice: boolean
  /** Moves a practice clock to this epoch ms; answers how far it is ahead of the world's now, ms. */
  moveTo(to: number): number
}

/** Sends a text to a phone (ports: integrations/sms). */
export interface SmsPort {
  /** true: it only writes into the server's window, and the sign-in page says so */
  readonly inWindow: boolean
  /** Throws when the provider didn't take it. */
  send(message: { phone: string; code: string; shopName: string }): Promise<void>
}

/** The person somebody is: himself, or whom a guest turned out to be. In memory: every entry that is shown asks. */
export interface Aliases {
  alias(shopId: string, personId: string): string
  learn(guestId: string, personId: string): void
  /** Reads what was aliased after `since` on any node; undefined: all of it. */
  refresh(db: Db, since: Date | undefined): Promise<void>
}

/** What the server's parts are given instead of reaching for it. Made once in open-deps.ts. */
export interface Deps {
  config: Config
  pool: Pool
  db: Db
  vault: Vault
  clock: ShopClock
  /** the spine: transactions with facts, lanes, feeds */
  log: Log
  /** what was taken back, named outside the database */
  erasures: Erasures
  aliases: Aliases
  newId(): string
  logger: Logger
  window: ServerWindow
  sms: SmsPort
  /** where phones on the local network find the shop, and what they are to trust; null when the machine has no address there */
  lan(): { url: string; trustUrl: string; fingerprint: string } | null
  /** a session ended: its sockets close within 5 s (P9) */
  sessionsRevoked: Signal<{ shopId: string; sessionId: string }>
  /** the practice clock was moved to this epoch ms: pages are told, what is due by it happens now */
  clockMoved: Signal<{ now: number; byMs: number }>
}

/** Who asks. */
export interface Asker {
  shopId: string
  personId: string
  class: 'guest' | 'customer' | 'staff'
  /** staff only; empty for others */
  roles: StaffRole[]
  sessionId: string
  locale: Locale
}

/** Somebody who is not signed in. */
export interface Nobody {
  shopId: string
  personId: null
  class: 'nobody'
  roles: StaffRole[]
  sessionId: null
  locale: Locale
}
