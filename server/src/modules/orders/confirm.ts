import { type Calls, isRefusal, type Refusal } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { Asker } from '../../platform/deps.ts'
import type { Handler } from '../../platform/handler.ts'
import { lockedFor } from './access.ts'
import { doerOf } from './actors.ts'
import { give } from './give.ts'
import { headHash, recordKept } from './heads.ts'
import { doRefunds } from './payments/do-refunds.ts'
import type { PaymentProviders } from './payments/port.ts'

export const feeSheetConfirm: Handler<'feeSheet.confirm'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'feeSheet.confirm', call, body, (tx) => confirm(tx, asker, 'feeSheet.confirm', body))

/** What goes back is promised with it and given back at once (N5, N6). */
export function settlementConfirm(providers: PaymentProviders): Handler<'settlement.confirm'> {
  return async (deps, asker, body, call) => {
    const confirmed = await deps.log.once(asker, 'settlement.confirm', call, body, (tx) => confirm(tx, asker, 'settlement.confirm', body))
    if (!isRefusal(confirmed)) await doRefunds(deps, providers, asker.shopId, body.orderId)
    return confirmed
  }
}

/** The tap that binds: who, when, which version, over which head (O4, log.md L11). */
async function confirm<K extends 'feeSheet.confirm' | 'settlement.confirm'>(
  tx: Tx,
  asker: Asker,
  kind: K,
  { orderId, version, kept }: Calls[K]['body'],
): Promise<Record<string, never> | Refusal> {
  const row = await lockedFor(tx, asker, orderId)
  if (isRefusal(row)) return row
  const hash = await headHash(tx, row.conversationId, kept)
  if (isRefusal(hash)) return hash
  const given = await give(tx, row, { kind, content: { version, byId: asker.personId, headHash: hash } }, doerOf(asker))
  if (isRefusal(given)) return given
  if (given.facts.length > 0) await recordKept(tx, orderId, version, kept)
  return {}
}
