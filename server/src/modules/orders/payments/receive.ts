import { fen } from '@bobber/domain'
import { isRefusal, refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Deps } from '../../../platform/deps.ts'
import { system } from '../actors.ts'
import { give } from '../give.ts'
import { type OrderRow, readOrder } from '../order-row.ts'
import type { PaymentProvider, Told } from './port.ts'

/**
 * A provider's callback: verified, then counted once, however often, late or out of order it comes (O6, N4).
 * Refusals: `forbidden` (not the provider's signature), `notFound`.
 */
export async function receive(deps: Deps, shopId: string, provider: PaymentProvider, callback: string): Promise<Refusal | undefined> {
  const told = provider.read(await deps.vault.shop(shopId), callback)
  if (!told) return refuse('forbidden')
  const { rows } = await sql<{ order_id: string }>`
    select order_id from payment where shop_id = ${shopId} and payment_id = ${told.paymentId} and provider = ${provider.name}
  `.execute(deps.db)
  const orderId = rows[0]?.order_id
  if (orderId === undefined) return refuse('notFound')
  const done = await deps.log.transact(shopId, async (tx) => {
    const row = await readOrder(tx.db, shopId, orderId, true)
    if (!row) return refuse('notFound')
    return told.outcome === 'paid' ? capture(tx, row, told, provider.name) : fail(tx, told.paymentId)
  })
  return isRefusal(done) ? done : undefined
}

async function capture(tx: Tx, row: OrderRow, { paymentId, amount }: Told, provider: string): Promise<object | Refusal> {
  const given = await give(tx, row, { kind: 'payment.capture', content: { paymentId, provider, amount: fen(amount) } }, system)
  return isRefusal(given) ? given : {}
}

/** Nothing has moved, so nothing is posted or told; what was captured stays captured. */
async function fail(tx: Tx, paymentId: string): Promise<object> {
  await sql`
    update payment set state = 'failed' where shop_id = ${tx.shopId} and payment_id = ${paymentId} and state = 'requested'
  `.execute(tx.db)
  return {}
}
