import { type Class, type Entry, maySee, type ParticipantMark } from '@bobber/protocol'
import type { TimelineItem } from '../client.ts'
import type { OutboxMessage } from '../outbox/message.ts'
import { type Held, lastSeqOf, topHole } from '../sync/held.ts'

/** How far others got, per class: an entry counts as read by those who may see it. */
interface Reach {
  class: Class
  receivedSeq: number
  readSeq: number
}

/** Entries, holes between them, and what of mine the log doesn't hold yet; oldest first. */
export function timelineOf(
  held: Held | undefined,
  personId: string | null,
  unsent: readonly OutboxMessage[],
  view: (message: OutboxMessage) => TimelineItem,
): TimelineItem[] {
  const items: TimelineItem[] = []
  if (held !== undefined) {
    const reaches = reachesOf(held.participants.values(), personId)
    const top = topHole(held)
    if (top !== null) items.push({ type: 'hole', ...top })
    let before = held.entries[0]?.prev ?? 0
    for (const entry of held.entries) {
      if (entry.prev > before) items.push({ type: 'hole', fromSeq: before + 1, toSeq: entry.prev })
      before = entry.seq
      items.push({ type: 'entry', entry, state: stateOf(entry, personId, reaches), recalled: entry.content === null })
    }
    if (held.entries.length > 0 && lastSeqOf(held) > before) items.push({ type: 'hole', fromSeq: before + 1, toSeq: lastSeqOf(held) })
  }
  for (const message of unsent) if (isUnsent(held, message)) items.push(view(message))
  return items
}

/**
 * An acked message shows as sending until its entry is here; where the log already reaches past it, the entry or a hole stands for it,
 * and in a conversation that I don't see any more nothing does.
 */
export function isUnsent(held: Held | undefined, { ack }: OutboxMessage): boolean {
  return ack === null || (held !== undefined && ack.seq > lastSeqOf(held))
}

function reachesOf(marks: Iterable<ParticipantMark>, personId: string | null): Reach[] {
  const reaches: Reach[] = []
  for (const mark of marks) {
    if (mark.personId === personId || mark.removed) continue
    const known = reaches.find((reach) => reach.class === mark.class)
    if (known === undefined) reaches.push({ class: mark.class, receivedSeq: mark.receivedSeq, readSeq: mark.readSeq })
    else {
      known.receivedSeq = Math.max(known.receivedSeq, mark.receivedSeq)
      known.readSeq = Math.max(known.readSeq, mark.readSeq)
    }
  }
  return reaches
}

function stateOf(entry: Entry, personId: string | null, reaches: readonly Reach[]): 'sent' | 'received' | 'read' | null {
  if (entry.authorId === null || entry.authorId !== personId) return null
  const seers = reaches.filter((reach) => maySee(entry.audience, reach.class))
  if (seers.some((reach) => reach.readSeq >= entry.seq)) return 'read'
  return seers.some((reach) => reach.receivedSeq >= entry.seq) ? 'received' : 'sent'
}
