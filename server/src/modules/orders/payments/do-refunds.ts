import { fen } from '@bobber/domain'
import { isRefusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Deps } from '../../../platform/deps.ts'
import { system } from '../actors.ts'
import { give } from '../give.ts'
import { readOrder } from '../order-row.ts'
import { type PaymentProviders, providerOf } from './port.ts'

interface Asked {
  refund_id: string
  payment_id: string
  provider: string
  amount: number
}

/**
 * Gives back what was promised: the provider first, then the fact. Killed in between, it asks the provider again, who knows the id.
 * What a provider can't give back by itself stays promised until somebody hands it back.
 */
export async function doRefunds(deps: Deps, providers: PaymentProviders, shopId: string, orderId: string): Promise<void> {
  const { rows } = await sql<Asked>`
    select refund_id, payment_id, provider, amount from refund
    where shop_id = ${shopId} and order_id = ${orderId} and state = 'asked' order by refund_id
  `.execute(deps.db)
  for (const { refund_id: refundId, payment_id: paymentId, provider, amount } of rows) {
    const port = providerOf(providers, provider)
    if (!port) throw new Error(`a refund waits for the payment provider ${provider}, which this server hasn't`)
    if (!port.refund) continue
    await port.refund({ refundId, paymentId, amount })
    await recordRefund(deps, shopId, orderId, { refundId, paymentId, provider, amount })
  }
}

async function recordRefund(
  deps: Deps,
  shopId: string,
  orderId: string,
  refund: { refundId: string; paymentId: string; provider: string; amount: number },
): Promise<void> {
  const recorded = await deps.log.transact(shopId, async (tx) => {
    const row = await readOrder(tx.db, shopId, orderId, true)
    if (!row) throw new Error('a refund without its order')
    const { rows } = await sql`
      select from refund where shop_id = ${shopId} and refund_id = ${refund.refundId} and state = 'asked'
    `.execute(tx.db)
    if (rows.length === 0) return {}
    const content = { ...refund, amount: fen(refund.amount) }
    const given = await give(tx, row, { kind: 'refund.make', content }, system)
    return isRefusal(given) ? given : {}
  })
  if (isRefusal(recorded)) throw new Error(`a refund was given back and refused: ${recorded.code}`)
}
