import { isRefusal } from '@bobber/protocol'
import type { Handler } from '../../platform/handler.ts'
import { lockedFor } from './access.ts'
import { doerOf } from './actors.ts'
import { give } from './give.ts'

/** Gives bought goods to the customer, by line: they leave the stock, and an order of sales alone is closed with the last (O16). */
export const saleHandOver: Handler<'sale.handOver'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'sale.handOver', call, body, async (tx) => {
    const row = await lockedFor(tx, asker, body.orderId)
    if (isRefusal(row)) return row
    const content = { orderLineIds: body.orderLineIds, byId: asker.personId }
    const given = await give(tx, row, { kind: 'sale.handOver', content }, doerOf(asker))
    return isRefusal(given) ? given : {}
  })
