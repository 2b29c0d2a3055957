import { type EntryContents, type FactKind, kindRules, type Refusal } from '@bobber/protocol'
import type { Kysely } from 'kysely'
import type { Touched } from './postgres/append-call.ts'
import type { NewEntry } from './store.ts'

/** A fact to append: its kind decides who sees it and whether it counts, unless `audience` narrows it. */
export type NewFact = {
  [K in FactKind]: {
    conversationId: string
    kind: K
    content: EntryContents[K]
    /** whose doing it was; null: the system's */
    authorId: string | null
    audience?: number
  }
}[FactKind]

/**
 * A transaction of one shop (spec/log.md L3). Rows change through `db`; facts are buffered and get seq and position at the end, under
 * the shop's head lock, in the packet that also commits: nothing ever waits while the head is held.
 */
export interface Tx {
  readonly db: Kysely<unknown>
  readonly shopId: string
  /** epoch ms, the shop's clock at its beginning */
  readonly now: number
  /** Returns the entry's id, for rows that refer to it. */
  append(fact: NewFact): string
  /** A participant's row, or without a person the conversation's own, was changed here: it gets this commit's position. */
  touch(conversationId: string, personId?: string): void
  /** The same of a conversation's state or assignee, which the shop alone knows (L8). */
  touchInside(conversationId: string): void
  /**
   * A change of participation, run under the head lock in the packet that commits (migrations/0002_log-writes.sql says why). Touch the rows
   * it changes.
   */
  underHead(call: 'log_join' | 'log_leave' | 'log_hand_over', ...args: (string | number)[]): void
  /** A job that exists exactly when this transaction commits. `key` replaces an earlier one of the same name. */
  enqueue(task: string, payload: object, options?: { runAt?: number; key?: string }): Promise<void>
  /** Runs once it is durable; for what may be lost without harm. */
  afterCommit(run: () => void): void
}

/**
 * Asked before a transaction begins: of many who come for the last piece nearly all are refused, and a refusal here costs neither a
 * transaction nor a lock (`turnstile.ts`). Whoever passes is promised nothing; the work decides.
 */
export interface Early {
  /** names what is asked, all of it: within a shop, who asks the same gets the same answer */
  question: string
  ask(at: Pick<Tx, 'db' | 'shopId' | 'now'>): Promise<Refusal | undefined>
}

/** What `transact` collects while the work runs. */
export interface Buffered {
  entries: NewEntry[]
  touched: Touched[]
  underHead: { call: string; args: (string | number)[] }[]
  afterCommit: (() => void)[]
}

export function factEntry(fact: NewFact, entryId: string, now: number): NewEntry {
  const rule = kindRules[fact.kind]
  return {
    entryId,
    conversationId: fact.conversationId,
    authorId: fact.authorId,
    clientId: null,
    kind: fact.kind,
    audience: fact.audience ?? rule.audience,
    countable: rule.countable,
    at: now,
    content: JSON.stringify(fact.content),
  }
}
