import type { EntryContents, MessageKind, WordedRefusal } from '@bobber/protocol'

/** One row of the outbox, as it survives restarts. */
export interface OutboxMessage<K extends MessageKind = MessageKind> {
  clientId: string
  conversationId: string
  kind: K
  content: EntryContents[K]
  privately: boolean
  /** epoch ms on this device */
  writtenAt: number
  /** rises with every message of this device: the order inside a conversation, whatever the clock does */
  order: number
  /** who wrote it; null: written before the first welcome */
  personId: string | null
  /** the tab that wrote it and sends it first (decisions/0010) */
  tab: string
  refusal: WordedRefusal | null
  /** set once the log holds it; such a row is kept a while, to be offered again after a restore that lost it (S1) */
  ack: { entryId: string; seq: number; hash: string; at: number } | null
  /** the log was read anew since the ack: ask whether it still holds this */
  offered: boolean
}

/** Acked messages are kept this long, and at most this many: a restore goes back to the last back-up, which is younger. */
export const keptMs = 7 * 24 * 3_600_000
export const keptCount = 500

export const rowOf = (clientId: string) => `outbox/${clientId}`

/** Refusals that pass by themselves; any other one is for good. */
export function passes(refusal: WordedRefusal): boolean {
  return refusal.retryAfterMs !== undefined || refusal.code === 'busy' || refusal.code === 'tooMany'
}

export function byOrder(a: OutboxMessage, b: OutboxMessage): number {
  return a.order - b.order || (a.clientId < b.clientId ? -1 : 1)
}

/** Still on its way into the log: never acked, or to be offered again. */
export function isPending(message: OutboxMessage): boolean {
  return message.refusal === null && (message.ack === null || message.offered)
}
