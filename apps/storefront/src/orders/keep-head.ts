import type { Client } from '@bobber/client/client'
import { isRefusal } from '@bobber/protocol'
import { keep } from '../kept.ts'

/** The end of a conversation as this device holds it: what a confirmation names and keeps (L11). */
export interface KeptHead {
  readonly seq: number
  readonly hash: string
}

/** The newest entry this device holds; undefined when it holds none of that conversation. */
export function headOf(client: Pick<Client, 'conversation'>, conversationId: string): KeptHead | undefined {
  const held = client.conversation(conversationId)?.items.flatMap((item) => (item.type === 'entry' ? [item.entry] : []))
  const last = held?.at(-1)
  return last && { seq: last.seq, hash: last.hash }
}

/**
 * Keeps, on this device, the head somebody confirmed on, and the shop's signature under the head that followed.
 * Without the signature (no network just then) the kept hash is still proof of what stood before it.
 */
export async function keepHead(
  client: Client,
  conversationId: string,
  orderId: string,
  what: string,
  head: KeptHead | undefined,
): Promise<void> {
  const kept = { conversationId, orderId, what, head: head ?? null, at: client.now() }
  const name = `head-${orderId}-${what}`
  keep(name, kept)
  const signed = await client.call('conversation.head', { conversationId }).catch(() => null)
  if (signed && !isRefusal(signed)) keep(name, { ...kept, signed })
}
