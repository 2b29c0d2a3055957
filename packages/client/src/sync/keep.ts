import type { ConversationMark, Entry, Head, ParticipantMark } from '@bobber/protocol'
import type { Change, Store } from '../store/store.ts'
import type { Applied, Log } from './log.ts'
import { type Held, insert } from './held.ts'
import { mergeMark } from './marks.ts'

/** Who this device's log belongs to. */
export interface Person {
  personId: string
  name: string
  class: string
}

/** … and where it ends. */
export interface Kept extends Person {
  /** absent: nothing was caught up yet */
  resume?: string
}

/** Newest entries per conversation that survive a restart; older ones are fetched again when somebody scrolls up. */
export const keptEntries = 100

const entryKey = (entry: Entry) => `log/e/${entry.conversationId}/${String(entry.seq).padStart(10, '0')}`
const markKey = (mark: ParticipantMark) => `log/m/${mark.conversationId}/${mark.personId}`
const conversationRow = (held: Held): Change => ({
  put: `log/c/${held.conversationId}`,
  value: { mark: held.mark, head: held.head } satisfies ConversationRow,
})
interface ConversationRow {
  mark: ConversationMark | null
  head: Head | null
}

/**
 * The log in the store. Everything stands under `log/`, so one `list` reads one moment of it; a resume token is only ever written in
 * the same batch as what it covers (spec/client.md SDK6). `log/whole` stands there as long as nobody took the log away since it was
 * written whole: any tab may forget the person while another still keeps what changes, and those rows alone are no log.
 */
export class Keep {
  #store: Store
  #log: Log
  #fault: (cause: unknown) => void
  /** false while another tab keeps the log */
  #mine = false

  constructor(store: Store, log: Log, fault: (cause: unknown) => void) {
    this.#store = store
    this.#log = log
    this.#fault = fault
  }

  async load(): Promise<Kept | undefined> {
    let kept: Kept | undefined
    const old: Change[] = []
    const rows = await this.#store.list('log/')
    if (!rows.some(([key]) => key === 'log/whole')) return undefined
    for (const [key, value] of rows) {
      const [, kind, conversationId = ''] = key.split('/')
      if (kind === 'kept') kept = value as Kept
      else if (kind === 'c') Object.assign(this.#log.held(conversationId), value as ConversationRow)
      else if (kind === 'm') mergeMark(this.#log.held(conversationId), value as ParticipantMark)
      else if (kind === 'e') insert(this.#log.held(conversationId), value as Entry)
    }
    for (const held of this.#log.conversations.values()) {
      for (const entry of held.entries.splice(0, Math.max(0, held.entries.length - keptEntries))) old.push({ drop: entryKey(entry) })
    }
    if (old.length > 0) this.#write(old)
    return kept
  }

  /** From now on this tab keeps the log. What stands in the store is what was loaded, as long as no other tab could write since. */
  begin(): void {
    this.#mine = true
  }

  applied(applied: Applied, kept: Kept | undefined): void {
    if (!this.#mine) return
    const changes: Change[] = []
    for (const conversationId of applied.left) {
      changes.push({ drop: `log/c/${conversationId}` }, { under: `log/m/${conversationId}/` }, { under: `log/e/${conversationId}/` })
    }
    for (const conversationId of applied.touched) {
      const held = this.#log.conversations.get(conversationId)
      if (held !== undefined) changes.push(conversationRow(held), ...marksOf(held))
    }
    for (const entry of applied.changedEntries) changes.push({ put: entryKey(entry), value: entry })
    if (kept !== undefined) changes.push({ put: 'log/kept', value: kept })
    if (changes.length > 0) this.#write(changes)
  }

  /** Everything anew, at once: after a snapshot, or another tab's keeping. */
  replace(kept: Kept): void {
    if (!this.#mine) return
    const changes: Change[] = [{ under: 'log/' }]
    for (const held of this.#log.conversations.values()) {
      changes.push(conversationRow(held), ...marksOf(held))
      for (const entry of held.entries) changes.push({ put: entryKey(entry), value: entry })
    }
    this.#write([...changes, { put: 'log/whole', value: true }, { put: 'log/kept', value: kept }])
  }

  /** Whichever tab keeps it, nothing of it stays. */
  forget(): void {
    this.#store.batch([{ under: 'log/' }]).catch(this.#fault)
  }

  /** A store that fails once keeps nothing any more: a later token must not cover a batch that was lost. */
  #write(changes: Change[]): void {
    this.#store.batch(changes).catch((cause: unknown) => {
      if (!this.#mine) return
      this.#mine = false
      this.#fault(new Error('the log could not be kept on this device', { cause }))
      this.#store.batch([{ drop: 'log/kept' }]).catch(this.#fault)
    })
  }
}

function marksOf(held: Held): Change[] {
  return [...held.participants.values()].map((mark) => ({ put: markKey(mark), value: mark }))
}
