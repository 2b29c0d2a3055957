import { type Entry, kindRules, type ParticipantMark } from '@bobber/protocol'
import { countOf, type Held, placeOf } from './held.ts'

/** A cursor of mine that the log doesn't hold yet, with the numbers that unread is derived from at that place. */
export interface Reading {
  seq: number
  /** of the entry at seq: after a restore another one may stand there, which I have not read */
  hash: string
  readCount: number
  readOwn: number
}

/** Takes a mark over what was known. Cursors never move back (S9), whatever order marks arrive in. */
export function mergeMark(held: Held, mark: ParticipantMark): void {
  const known = held.participants.get(mark.personId)
  held.participants.set(mark.personId, known === undefined ? mark : further(known, mark))
}

function further(known: ParticipantMark, mark: ParticipantMark): ParticipantMark {
  const read = mark.readSeq >= known.readSeq ? mark : known
  return {
    ...mark,
    receivedSeq: Math.max(known.receivedSeq, mark.receivedSeq),
    readSeq: read.readSeq,
    readCount: read.readCount,
    readOwn: read.readOwn,
    ownCount: Math.max(known.ownCount, mark.ownCount),
  }
}

/** What an entry says about its author's mark: his own count, and the cursor that jumped over it (L9). */
export function markByEntry(held: Held, entry: Entry): void {
  if (entry.authorId === null) return
  const known = held.participants.get(entry.authorId)
  if (known === undefined) return
  held.participants.set(entry.authorId, {
    ...known,
    ownCount: Math.max(known.ownCount, entry.own),
    ...(entry.jumped &&
      entry.seq > known.readSeq && {
        receivedSeq: Math.max(known.receivedSeq, entry.seq),
        readSeq: entry.seq,
        readCount: entry.count,
        readOwn: entry.own,
      }),
  })
}

/** The newest entry held at or before `seq`, as a cursor; null when nothing is held there. */
export function readingAt(held: Held, personId: string, seq: number): Reading | null {
  const { entries } = held
  const place = placeOf(entries, seq + 1) - 1
  const entry = entries[place]
  if (entry === undefined) return null
  const mineLater = entries.slice(place + 1).filter((later) => later.authorId === personId && kindRules[later.kind].countable)
  const own = held.participants.get(personId)?.ownCount ?? 0
  return { seq: entry.seq, hash: entry.hash, readCount: entry.count, readOwn: own - mineLater.length }
}

/** Derived, never stored (L9): countable entries after my cursor that are not my own. */
export function unreadOf(held: Held, personId: string | null, reading: Reading | undefined): number {
  const mark = personId === null ? undefined : held.participants.get(personId)
  const read = { readSeq: mark?.readSeq ?? 0, readCount: mark?.readCount ?? 0, readOwn: mark?.readOwn ?? 0 }
  const at = reading !== undefined && reading.seq > read.readSeq ? reading : read
  return Math.max(0, countOf(held) - at.readCount - ((mark?.ownCount ?? 0) - at.readOwn))
}
