import { feeSheet, inHand, isReadyToSettle, settlementLines } from '@bobber/domain'
import { type FeeSheet, isRefusal, type Refusal } from '@bobber/protocol'
import type { Tx } from '../../../log/index.ts'
import { shopRules } from '../../shops/index.ts'
import type { OrderRow } from '../order-row.ts'

/** What the order comes to, as a new fee sheet, once nothing can be added any more; null: not yet, or it has been proposed (R6). */
export async function settlementDue(tx: Tx, { order, lines }: OrderRow): Promise<FeeSheet | Refusal | null> {
  const { sheet } = order
  if (!sheet || order.settlement || !isReadyToSettle(order)) return null
  const { zone } = await shopRules(tx.db, tx.shopId)
  const added = settlementLines(order, lines, zone)
  if (isRefusal(added)) return added
  const all = [...sheet.lines, ...added]
  return feeSheet({ version: sheet.version + 1, purpose: 'settlement', lines: all, paid: inHand(order), pricedAt: tx.now })
}
