import { messageAudience } from '@bobber/protocol'
import type { Batch, LogStore, NewEntry, StoredEntry } from '@bobber/server/log/store'
import type { MemoryLog } from '../memory-log.ts'
import type { Tampering } from './world.ts'

/** A mistake that well-known systems made (reference: known-bug catalogue), put in on purpose from the outside. */
export interface DeliberateBug {
  /** the one rule that must break */
  breaks: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'L8' | 'fault'
  what: string
  /** fresh for each run: some bugs remember */
  tamper(): Tampering
}

/**
 * One and more deliberate bugs per invariant. Each must make the simulation fail, or the simulation can't be believed. They wrap the
 * store; the product's code knows nothing of them.
 */
export const deliberateBugs: Record<string, DeliberateBug> = {
  ackBeforeCommit: {
    breaks: 'I1',
    what: 'a message is acked before its commit, which then fails now and then',
    tamper: () => bugIn((store, log) => ({ append: ackingEarly(store, log) })),
  },
  newestN: {
    breaks: 'I1',
    what: 'a resume sends the newest entry of each conversation and links it as if nothing lay before',
    tamper: () =>
      bugIn((store) => ({
        async missed(...asked) {
          const missed = await store.missed(...asked)
          return { ...missed, entries: newestOnly(missed.entries) }
        },
      })),
  },
  duplicateOnRetry: {
    breaks: 'I2',
    what: 'a message asked again is written again',
    tamper: () => bugIn((store) => ({ append: writingAgain(store) })),
  },
  reorder: {
    breaks: 'I3',
    what: 'entries of one conversation swap places on their way to those who catch up',
    tamper: () =>
      bugIn((store) => ({
        async stretch(...asked) {
          return swapped(await store.stretch(...asked))
        },
        async missed(...asked) {
          const missed = await store.missed(...asked)
          return { ...missed, ...swapped(missed) }
        },
      })),
  },
  cursorBack: {
    breaks: 'I4',
    what: 'a cursor is set to whatever came last',
    tamper: () => bugIn((store, log) => ({ move: movingBack(store, log) })),
  },
  unreadCounter: {
    breaks: 'I5',
    what: 'an entry that is read from the store is numbered before it is counted',
    tamper: () =>
      bugIn((store) => ({
        async missed(...asked) {
          const missed = await store.missed(...asked)
          return { ...missed, entries: missed.entries.map((entry) => ({ ...entry, counts: entry.counts.map((count) => count - 1) })) }
        },
      })),
  },
  surprise: {
    breaks: 'fault',
    what: 'the store fails in a way that nobody thought of, and whoever asked it goes on',
    tamper() {
      let asked = 0
      const missed = (store: LogStore, ...of: Parameters<LogStore['missed']>) => {
        return ++asked % 7 === 0 ? Promise.reject(new TypeError('undefined is not a function')) : store.missed(...of)
      }
      return bugIn((store) => ({ missed: (...of) => missed(store, ...of) }))
    },
  },
  noteToAll: {
    breaks: 'L8',
    what: 'a note is for everybody in the conversation while it is live',
    tamper: () =>
      bugIn((store) => ({
        async append(...asked) {
          const { results, batch } = await store.append(...asked)
          const audience = messageAudience('order', false)
          return { results, batch: batch && { ...batch, entries: batch.entries.map((entry) => ({ ...entry, audience })) } }
        },
      })),
  },
}

/** Some of the store's methods are others. */
function bugIn(others: (store: LogStore, log: MemoryLog) => Partial<LogStore>): Tampering {
  return {
    store(store, log) {
      const wrong = others(store, log)
      return new Proxy(store, {
        get: (target, name: keyof LogStore) => wrong[name] ?? (target[name] as (...args: unknown[]) => unknown).bind(target),
      })
    },
  }
}

/** Every ninth commit fails after its acks went out. */
function ackingEarly(store: LogStore, log: MemoryLog): LogStore['append'] {
  let commits = 0
  return async (...asked) => {
    const before = log.backUp()
    const answer = await store.append(...asked)
    if (++commits % 9 !== 0) return answer
    log.rollBack(before)
    return { results: answer.results, batch: null }
  }
}

function newestOnly(entries: readonly StoredEntry[]): StoredEntry[] {
  const newest = new Map<string, StoredEntry>()
  const first = new Map<string, StoredEntry>()
  for (const entry of entries) {
    newest.set(entry.conversationId, entry)
    if (!first.has(entry.conversationId)) first.set(entry.conversationId, entry)
  }
  return [...newest.values()].map((entry) => ({ ...entry, prev: first.get(entry.conversationId)?.prev ?? entry.prev }))
}

/** The first answer is given as it should be; beside it the message is written a second time, under another id. */
function writingAgain(store: LogStore): LogStore['append'] {
  let copies = 0
  return async (shopId, entries, lookFirst) => {
    const answer = await store.append(shopId, entries, lookFirst)
    const again = entries.filter((_, index) => answer.results[index]?.ok === true && answer.results[index].repeated)
    if (again.length === 0) return answer
    const copy = (entry: NewEntry) => ({ ...entry, clientId: `${entry.entryId.slice(0, 24)}f${(++copies).toString(16).padStart(11, '0')}` })
    const { batch } = await store.append(shopId, again.map(copy), false)
    return { ...answer, batch: answer.batch === null ? batch : null }
  }
}

/** Everything that follows from the place stays, so that nothing but the order is wrong. */
function swapped<T extends Pick<Batch, 'entries'>>(batch: T): T {
  const [one, other] = batch.entries
  if (one === undefined || other === undefined || one.conversationId !== other.conversationId) return batch
  if (one.authorId !== other.authorId || one.audience !== other.audience || one.jumped || other.jumped) return batch
  const at = ({ position, seq, prev, prevHash, counts, own }: StoredEntry) => ({ position, seq, prev, prevHash, counts, own })
  return { ...batch, entries: [{ ...other, ...at(one) }, { ...one, ...at(other) }, ...batch.entries.slice(2)] }
}

function movingBack(store: LogStore, log: MemoryLog): LogStore['move'] {
  return async (shopId, cursors) => {
    for (const cursor of cursors) log.forgetCursor(cursor.conversationId, cursor.personId, cursor.readSeq)
    return store.move(shopId, cursors)
  }
}
