import type { OrderFact } from '@bobber/domain'
import type { Tx } from '../../log/index.ts'

/** Facts that move money or bind somebody to it: their heads are signed (log.md L6). */
const moneyKinds: readonly OrderFact['kind'][] = [
  'feeSheet.confirmed',
  'payment.captured',
  'settlement.confirmed',
  'refund.made',
  'order.closed',
]

export function isMoney(fact: OrderFact): boolean {
  return moneyKinds.includes(fact.kind)
}

/** A job, because only what is committed can be signed, and a crash in between must not lose it. */
export async function enqueueSignature(tx: Tx, conversationId: string): Promise<void> {
  const { shopId } = tx
  await tx.enqueue('conversation.signHead', { shopId, conversationId }, { key: `conversation.signHead/${shopId}/${conversationId}` })
}
