import { isRefusal } from '@bobber/protocol'
import type { Handler } from '../../platform/handler.ts'
import { lockedFor } from './access.ts'
import { doerOf } from './actors.ts'
import { give } from './give.ts'

/** What these lines still wait for is not collected any more: its stock is free at once, and the settlement says what goes back (O19). */
export const lineForgo: Handler<'line.forgo'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'line.forgo', call, body, async (tx) => {
    const { orderId, orderLineIds, back } = body
    const row = await lockedFor(tx, asker, orderId)
    if (isRefusal(row)) return row
    const content = { orderLineIds, back, byId: asker.personId }
    const given = await give(tx, row, { kind: 'line.forgo', content }, doerOf(asker))
    return isRefusal(given) ? given : {}
  })
