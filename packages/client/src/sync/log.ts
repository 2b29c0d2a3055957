import type { Changes, ConversationMark, Entry, ParticipantMark, SnapshotPage } from '@bobber/protocol'
import { emptyHeld, type Held, insert } from './held.ts'
import { markByEntry, mergeMark } from './marks.ts'

/** What one frame changed: the store keeps exactly these rows, together with the token that covers them. */
export interface Applied {
  /** new here, in order */
  entries: Entry[]
  /** entries whose rows changed: new ones, and old ones that lost their words */
  changedEntries: Entry[]
  touched: Set<string>
  left: string[]
  /** an entry contradicts what is held: only a snapshot helps */
  diverged: boolean
}

function nothingApplied(): Applied {
  return { entries: [], changedEntries: [], touched: new Set(), left: [], diverged: false }
}

/** The part of a shop's log that this device holds. Pure state: no I/O, no time. */
export class Log {
  readonly conversations = new Map<string, Held>()

  held(conversationId: string): Held {
    const known = this.conversations.get(conversationId)
    if (known !== undefined) return known
    const held = emptyHeld(conversationId)
    this.conversations.set(conversationId, held)
    return held
  }

  apply(frame: Pick<Changes, 'entries' | 'marks' | 'conversations' | 'left'>): Applied {
    const applied = nothingApplied()
    for (const conversationId of frame.left ?? []) {
      if (!this.conversations.delete(conversationId)) continue
      applied.left.push(conversationId)
      applied.touched.add(conversationId)
    }
    for (const mark of frame.conversations) this.#conversation(mark, applied)
    for (const mark of frame.marks) this.#mark(mark, applied)
    for (const entry of frame.entries) this.#entry(entry, applied)
    return applied
  }

  /** Entries fetched by seq range. They fill holes and change no mark: what they say about cursors is old. */
  fill(conversationId: string, entries: readonly Entry[]): Applied {
    const applied = nothingApplied()
    const held = this.conversations.get(conversationId)
    if (held === undefined) return applied
    for (const entry of entries) {
      const inserted = insert(held, entry)
      if (inserted.as === 'differs') applied.diverged = true
      applied.changedEntries.push(...inserted.rows)
    }
    applied.touched.add(conversationId)
    return applied
  }

  page(page: SnapshotPage): void {
    for (const head of page.heads) this.held(head.conversationId).head = head
    const applied = nothingApplied()
    for (const mark of page.conversations) this.#conversation(mark, applied)
    for (const mark of page.marks) this.#mark(mark, applied)
    for (const entry of page.entries) this.#entry(entry, applied)
  }

  #conversation(mark: ConversationMark, applied: Applied): void {
    this.held(mark.conversationId).mark = mark
    applied.touched.add(mark.conversationId)
  }

  #mark(mark: ParticipantMark, applied: Applied): void {
    const held = this.held(mark.conversationId)
    mergeMark(held, mark)
    applied.touched.add(mark.conversationId)
  }

  #entry(entry: Entry, applied: Applied): void {
    const held = this.held(entry.conversationId)
    const inserted = insert(held, entry)
    if (inserted.as === 'differs') {
      applied.diverged = true
      return
    }
    markByEntry(held, entry)
    applied.touched.add(entry.conversationId)
    applied.changedEntries.push(...inserted.rows)
    if (inserted.as === 'new') applied.entries.push(entry)
  }
}
