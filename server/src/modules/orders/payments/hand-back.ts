import { fen } from '@bobber/domain'
import { isRefusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Handler } from '../../../platform/handler.ts'
import { lockedFor } from '../access.ts'
import { doerOf } from '../actors.ts'
import { give } from '../give.ts'
import { type PaymentProviders, providerOf } from './port.ts'

/** Staff handed back what was taken at the counter: only now it is a fact, and the ledger moves (N10). Refusals: `notFound`, `refundDone`. */
export function refundHandBack(providers: PaymentProviders): Handler<'refund.handBack'> {
  return (deps, asker, body, call) =>
    deps.log.once(asker, 'refund.handBack', call, body, async (tx) => {
      const { refundId } = body
      const seen = await readRefund(tx, refundId)
      if (!seen || providerOf(providers, seen.provider)?.refund !== null) return refuse('notFound')
      const row = await lockedFor(tx, asker, seen.order_id)
      if (isRefusal(row)) return row
      // Under the order's lock: of two who hand it back at once, the second finds it done.
      const refund = await readRefund(tx, refundId)
      if (refund?.state !== 'asked') return refuse('refundDone')
      const content = { refundId, paymentId: refund.payment_id, provider: refund.provider, amount: fen(refund.amount) }
      const given = await give(tx, row, { kind: 'refund.make', content }, doerOf(asker))
      return isRefusal(given) ? given : {}
    })
}

interface Refund {
  order_id: string
  payment_id: string
  provider: string
  amount: number
  state: 'asked' | 'done'
}

async function readRefund(tx: Tx, refundId: string): Promise<Refund | undefined> {
  const { rows } = await sql<Refund>`
    select order_id, payment_id, provider, amount, state from refund where shop_id = ${tx.shopId} and refund_id = ${refundId}
  `.execute(tx.db)
  return rows[0]
}
