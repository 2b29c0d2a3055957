import type { Batch, LogStore, StoredEntry } from '@bobber/server/log/store'
import type { MemoryLog } from '../memory-log.ts'
import type { Device } from './device.ts'
import type { Tampering } from './world.ts'

/** A mistake that well-known systems made (reference: known-bug catalogue), put in on purpose from the outside. */
export interface DeliberateBug {
  /** the invariant that must break */
  breaks: 'I1' | 'I2' | 'I3' | 'I4' | 'I5'
  what: string
  /** fresh for each run: some bugs remember */
  tamper(): Tampering
}

/**
 * One and more deliberate bugs per invariant. Each must make the simulation fail, or the simulation can't be believed. They wrap the
 * store and the frames; the product's code knows nothing of them.
 */
export const deliberateBugs: Record<string, DeliberateBug> = {
  ackBeforeCommit: {
    breaks: 'I1',
    what: 'a message is acked before its commit, which then fails now and then',
    tamper: () => ({ store: (store, log) => ({ ...asObject(store), append: ackingEarly(store, log) }) }),
  },
  newestN: {
    breaks: 'I1',
    what: 'a resume sends the newest entry of each conversation and links it as if nothing lay before',
    tamper: () => ({
      store: (store) => ({
        ...asObject(store),
        async missed(viewer, after) {
          const missed = await store.missed(viewer, after)
          return { ...missed, entries: newestOnly(missed.entries) }
        },
      }),
    }),
  },
  duplicateOnRetry: {
    breaks: 'I2',
    what: 'a message asked again is written again',
    tamper: () => ({
      store: (store) => ({
        ...asObject(store),
        append: (shopId, entries, look) => store.append(shopId, look ? entries.map(forgetClient) : entries, look),
      }),
    }),
  },
  reorder: {
    breaks: 'I3',
    what: 'live entries of one conversation swap places on their way to some',
    tamper: () => ({
      store: (store) => ({
        ...asObject(store),
        async stretch(shopId, after) {
          return swapped(await store.stretch(shopId, after))
        },
        async missed(viewer, after) {
          const missed = await store.missed(viewer, after)
          return { ...missed, ...swapped(missed) }
        },
      }),
    }),
  },
  cursorBack: {
    breaks: 'I4',
    what: 'a cursor is set to whatever came last',
    tamper: () => ({ store: (store, log) => ({ ...asObject(store), move: movingBack(store, log) }) }),
  },
  unreadCounter: {
    breaks: 'I5',
    what: 'unread is a counter that each arriving message raises and reading clears',
    tamper: countingUnread,
  },
}

/** The store's methods as an object's own, so that some can be replaced. */
function asObject(store: LogStore): LogStore {
  return {
    append: (shopId, entries, lookFirst) => store.append(shopId, entries, lookFirst),
    move: (shopId, cursors) => store.move(shopId, cursors),
    missed: (viewer, after) => store.missed(viewer, after),
    snapshot: (viewer, page) => store.snapshot(viewer, page),
    history: (viewer, conversationId, fromSeq, toSeq) => store.history(viewer, conversationId, fromSeq, toSeq),
    stretch: (shopId, after) => store.stretch(shopId, after),
    incarnations: (shopId) => store.incarnations(shopId),
  }
}

/** Every ninth commit fails after its acks went out. */
function ackingEarly(store: LogStore, log: MemoryLog): LogStore['append'] {
  let commits = 0
  return async (shopId, entries, lookFirst) => {
    const before = log.backUp()
    const answer = await store.append(shopId, entries, lookFirst)
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

let forgotten = 0
/** The clientId is changed, so the log can't know the message again; the content stays. */
function forgetClient<T extends { clientId: string | null }>(entry: T): T {
  if (entry.clientId === null) return entry
  return { ...entry, clientId: entry.clientId.slice(0, 24) + (++forgotten).toString(16).padStart(12, 'f') }
}

function swapped<T extends Pick<Batch, 'entries'>>(batch: T): T {
  const [one, other] = batch.entries
  if (one === undefined || other === undefined || one.conversationId !== other.conversationId) return batch
  const entries = [{ ...other, seq: one.seq, prev: one.prev }, { ...one, seq: other.seq, prev: other.prev }, ...batch.entries.slice(2)]
  return { ...batch, entries }
}

function movingBack(store: LogStore, log: MemoryLog): LogStore['move'] {
  return async (shopId, cursors) => {
    for (const cursor of cursors) log.forgetCursor(cursor.conversationId, cursor.personId, cursor.readSeq)
    return store.move(shopId, cursors)
  }
}

function countingUnread(): Tampering {
  const counts = new Map<string, number>()
  const keyOf = (device: string, conversationId: string) => `${device}/${conversationId}`
  return {
    frame(text, device) {
      for (const [, conversationId] of text.startsWith('{"t":"changes"') ? text.matchAll(/"conversationId":"([^"]+)","seq":/g) : []) {
        const key = keyOf(device, conversationId ?? '')
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      return text
    },
    unread(shown: number, device: Device, conversationId: string) {
      return shown === 0 ? 0 : (counts.get(keyOf(device.name, conversationId)) ?? 0)
    },
  }
}
