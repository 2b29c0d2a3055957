import { isDesks } from '@bobber/protocol'
import type { Batch } from './store.ts'

type Kinds = Pick<Batch, 'entries' | 'marks' | 'conversations'>

/** Rows of a batch that go to the same readers. */
export interface Rows extends Kinds {
  conversationId: string
  desk: boolean
}

/**
 * A part of a batch, as a path of rows that go together: whoever gets the same rows stands at the same end, and is given the same object. So
 * a thousand receivers of one conversation are one part, and what is made of it (edge/ws FrameMemo) is made once.
 */
export class Part {
  readonly #before: Part | null
  readonly #rows: Rows | null
  readonly #next = new Map<Rows, Part>()
  #batch: Batch | null = null

  constructor(before: Part | null = null, rows: Rows | null = null) {
    this.#before = before
    this.#rows = rows
  }

  /** This part and more rows. */
  with(rows: Rows): Part {
    let next = this.#next.get(rows)
    if (!next) {
      next = new Part(this, rows)
      this.#next.set(rows, next)
    }
    return next
  }

  /** Its rows, as a batch of the same stretch. */
  of({ from, to }: Batch): Batch {
    if (this.#batch) return this.#batch
    const all: Rows[] = []
    this.#collect(all)
    this.#batch = {
      from,
      to,
      entries: inOrder(all.flatMap((rows) => rows.entries)),
      marks: inOrder(all.flatMap((rows) => rows.marks)),
      conversations: inOrder(all.flatMap((rows) => rows.conversations)),
    }
    return this.#batch
  }

  #collect(all: Rows[]): void {
    if (this.#before) this.#before.#collect(all)
    if (this.#rows) all.push(this.#rows)
  }
}

/** A batch, each conversation's rows together: they have the same readers, and a reader is looked up once for all of them. */
export function byConversation({ entries, marks, conversations }: Kinds): Iterable<Rows> {
  const all = new Map<string, Rows>()
  const rowsOf = (conversationId: string, desk: boolean): Rows => {
    const key = `${conversationId}/${desk}`
    const rows = all.get(key) ?? { conversationId, desk, entries: [], marks: [], conversations: [] }
    all.set(key, rows)
    return rows
  }
  for (const entry of entries) rowsOf(entry.conversationId, entry.desk).entries.push(entry)
  for (const mark of marks) rowsOf(mark.conversationId, mark.desk).marks.push(mark)
  for (const conversation of conversations) rowsOf(conversation.conversationId, isDesks(conversation.kind)).conversations.push(conversation)
  return all.values()
}

function inOrder<T extends { position: number }>(rows: T[]): T[] {
  return rows.toSorted((a, b) => a.position - b.position)
}

/** What of a batch lies after a position: its rows are in order of theirs, so that is its end. */
export function restOf(batch: Batch, after: number): Batch {
  if (batch.from > after) return batch
  const rest = <T extends { position: number }>(rows: T[]) => rows.filter((row) => row.position > after)
  const { to, entries, marks, conversations } = batch
  return { from: after + 1, to, entries: rest(entries), marks: rest(marks), conversations: rest(conversations) }
}
