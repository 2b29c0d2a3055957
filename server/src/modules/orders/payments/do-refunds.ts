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

/** Gives back what was promised: the provider first, then the fact. Killed in between, it asks the provider again, who knows the id. */
export async function doRefunds(deps: Deps, providers: PaymentProviders, shopId: string, orderId: string): Promise<void> {
  const { rows } = await sql<Asked>`
    select refund_id, payment_id, provider, amount from refund
    where shop_id = ${shopId} and order_id = ${orderId} and state = 'asked' order by refund_id
  `.execute(deps.db)
  for (const { refund_id: refundId, payment_id: paymentId, provider, amount } of rows) {
    const port = providerOf(providers, provider)
    if (!port) throw new Error(`a refund waits for the payment provider ${provider}, which this server hasn't`)
    await port.refund({ refundId, paymentId, amount })
    await recordRefund(deps, shopId, orderId, { refundId, provider, amount })
  }
}

async function recordRefund(
  deps: Deps,
  shopId: string,
  orderId: string,
  { refundId, provider, amount }: { refundId: string; provider: string; amount: number },
): Promise<void> {
  const recorded = await deps.log.transact(shopId, async (tx) => {
    const row = await readOrder(tx.db, shopId, orderId, true)
    if (!row) throw new Error('a refund without its order')
    const { rows } = await sql`
      select from refund where shop_id = ${shopId} and refund_id = ${refundId} and state = 'asked'
    `.execute(tx.db)
    if (rows.length === 0) return {}
    const command = { kind: 'deposit.refund', content: { paymentId: refundId, provider, amount: fen(amount) } } as const
    const given = await give(tx, row, command, system)
    return isRefusal(given) ? given : {}
  })
  if (isRefusal(recorded)) throw new Error(`a refund was given back and refused: ${recorded.code}`)
}
