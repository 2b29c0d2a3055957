import type { Batch, StoredConversation, StoredEntry, StoredMark } from './store.ts'

type Row = { entry: StoredEntry } | { mark: StoredMark } | { conversation: StoredConversation }

/**
 * A part of a batch, as a path of rows: whoever gets the same rows stands at the same end, and is given the same object. So a thousand
 * receivers of one conversation are one part, and what is made of it (edge/ws FrameMemo) is made once.
 */
export class Part {
  readonly #before: Part | null
  readonly #row: Row | null
  readonly #next = new Map<object, Part>()
  #batch: Batch | null = null

  constructor(before: Part | null = null, row: Row | null = null) {
    this.#before = before
    this.#row = row
  }

  /** This part and one row more. */
  with(row: Row): Part {
    const key = keyOf(row)
    // Whoever is told of a mark twice, as a follower and as its person, gets it once.
    if (this.#row && keyOf(this.#row) === key) return this
    let next = this.#next.get(key)
    if (!next) {
      next = new Part(this, row)
      this.#next.set(key, next)
    }
    return next
  }

  /** Its rows, as a batch of the same stretch. */
  of({ from, to }: Batch): Batch {
    if (this.#batch) return this.#batch
    const rows: Row[] = []
    this.#collect(rows)
    this.#batch = {
      from,
      to,
      entries: rows.flatMap((row) => ('entry' in row ? [row.entry] : [])),
      marks: rows.flatMap((row) => ('mark' in row ? [row.mark] : [])),
      conversations: rows.flatMap((row) => ('conversation' in row ? [row.conversation] : [])),
    }
    return this.#batch
  }

  #collect(rows: Row[]): void {
    if (this.#before) this.#before.#collect(rows)
    if (this.#row) rows.push(this.#row)
  }
}

function keyOf(row: Row): object {
  return 'entry' in row ? row.entry : 'mark' in row ? row.mark : row.conversation
}

/** What of a batch lies after a position: its rows are in order of theirs, so that is its end. */
export function restOf(batch: Batch, after: number): Batch {
  if (batch.from > after) return batch
  const rest = <T extends { position: number }>(rows: T[]) => rows.filter((row) => row.position > after)
  const { to, entries, marks, conversations } = batch
  return { from: after + 1, to, entries: rest(entries), marks: rest(marks), conversations: rest(conversations) }
}
