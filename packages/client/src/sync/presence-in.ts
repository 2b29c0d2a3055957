import type { OutboxMessage } from '../outbox/message.ts'
import { type Held, innerHole, placeOf } from './held.ts'

/**
 * Whether the log, as far as it is held here, has an acked message: at its place, surely not, or out of sight (older than what is held,
 * or behind a hole).
 */
export function presenceIn(held: Held | undefined, { clientId, ack }: OutboxMessage): 'held' | 'missing' | 'outOfSight' {
  if (held === undefined || ack === null) return 'outOfSight'
  const there = held.entries[placeOf(held.entries, ack.seq)]
  if (there?.seq === ack.seq && there.clientId === clientId) return 'held'
  // After a restore it may have been written anew by another device of mine, at another place.
  if (held.entries.some((entry) => entry.clientId === clientId)) return 'held'
  const first = held.entries[0]
  const whole =
    innerHole(held) === null && (first === undefined ? (held.head?.lastSeq ?? 0) === 0 : first.prev === 0 || first.seq <= ack.seq)
  return whole ? 'missing' : 'outOfSight'
}
