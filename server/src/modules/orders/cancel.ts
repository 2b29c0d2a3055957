import { isRefusal } from '@bobber/protocol'
import type { Handler } from '../../platform/handler.ts'
import { lockedFor } from './access.ts'
import { doerOf } from './actors.ts'
import { give } from './give.ts'
import { doRefunds } from './payments/do-refunds.ts'
import type { PaymentProviders } from './payments/port.ts'

/** Ends an order nothing of which is out: its stock is free at once, and all its money goes back (O7). */
export function orderCancel(providers: PaymentProviders): Handler<'order.cancel'> {
  return async (deps, asker, body, call) => {
    const { orderId, reason } = body
    const cancelled = await deps.log.once(asker, 'order.cancel', call, body, async (tx) => {
      const row = await lockedFor(tx, asker, orderId)
      if (isRefusal(row)) return row
      const content = { reason, byId: asker.personId }
      const given = await give(tx, row, { kind: 'order.cancel', content }, doerOf(asker))
      return isRefusal(given) ? given : {}
    })
    if (!isRefusal(cancelled)) await doRefunds(deps, providers, asker.shopId, orderId)
    return cancelled
  }
}
