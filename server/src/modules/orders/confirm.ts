import { isRefusal } from '@bobber/protocol'
import type { Handler } from '../../platform/handler.ts'
import { lockedFor } from './access.ts'
import { doerOf } from './actors.ts'
import { give } from './give.ts'
import { headHash, recordKept } from './heads.ts'
import { doRefunds } from './payments/do-refunds.ts'
import type { PaymentProviders } from './payments/port.ts'

/** The tap that binds: who, when, which version, over which head (O4, log.md L11). */
export const feeSheetConfirm: Handler<'feeSheet.confirm'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'feeSheet.confirm', call, body, async (tx) => {
    const { orderId, version, kept } = body
    const row = await lockedFor(tx, asker, orderId)
    if (isRefusal(row)) return row
    const hash = await headHash(tx, row.conversationId, kept)
    if (isRefusal(hash)) return hash
    const content = { version, byId: asker.personId, headHash: hash }
    const given = await give(tx, row, { kind: 'feeSheet.confirm', content }, doerOf(asker))
    if (isRefusal(given)) return given
    if (given.facts.length > 0) await recordKept(tx, orderId, version, kept)
    return {}
  })

/** The same for the settlement; what goes back is promised with it and given back at once (N5, N6). */
export function settlementConfirm(providers: PaymentProviders): Handler<'settlement.confirm'> {
  return async (deps, asker, body, call) => {
    const { orderId, version, kept } = body
    const confirmed = await deps.log.once(asker, 'settlement.confirm', call, body, async (tx) => {
      const row = await lockedFor(tx, asker, orderId)
      if (isRefusal(row)) return row
      const hash = await headHash(tx, row.conversationId, kept)
      if (isRefusal(hash)) return hash
      const content = { version, byId: asker.personId, headHash: hash }
      const given = await give(tx, row, { kind: 'settlement.confirm', content }, doerOf(asker))
      if (isRefusal(given)) return given
      if (given.facts.length > 0) await recordKept(tx, orderId, version, kept)
      return {}
    })
    if (!isRefusal(confirmed)) await doRefunds(deps, providers, asker.shopId, orderId)
    return confirmed
  }
}
