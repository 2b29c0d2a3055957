import { dueOf, fen } from '@bobber/domain'
import { isRefusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { lockedFor, mayTouch, orderFor } from '../access.ts'
import { doerOf } from '../actors.ts'
import { give } from '../give.ts'
import { readOrder } from '../order-row.ts'
import { doRefunds } from './do-refunds.ts'
import type { PaymentProviders } from './port.ts'
import { paysOnline } from './online.ts'
import { receive } from './receive.ts'

/** Asks for what is due now. The same request still waiting is answered again: one due amount, one payment to make. */
export function paymentRequest(providers: PaymentProviders): Handler<'payment.request'> {
  return async (deps, asker, body, call) => {
    const { orderId } = body
    if (body.provider === 'simulator' && !paysOnline(deps)) return refuse('noOnlinePayment')
    const seen = await orderFor(deps.db, asker, orderId)
    if (isRefusal(seen)) return seen
    const provider = providers[body.provider]
    const paymentId = deps.newId()
    const { link } = await provider.request({ paymentId, orderId, amount: dueOf(seen.order) })
    return deps.log.once(asker, 'payment.request', call, body, async (tx) => {
      const row = await lockedFor(tx, asker, orderId)
      if (isRefusal(row)) return row
      const amount = dueOf(row.order)
      const { rows } = await sql<{ payment_id: string; link: string | null }>`
        select payment_id, link from payment
        where shop_id = ${tx.shopId} and order_id = ${orderId} and provider = ${provider.name} and amount = ${amount}
          and state = 'requested' limit 1
      `.execute(tx.db)
      const waiting = rows[0]
      if (waiting && amount > 0) return { paymentId: waiting.payment_id, amount, link: waiting.link ?? '' }
      // What the provider was asked for is no longer what is due.
      if (amount !== dueOf(seen.order)) return refuse('conflict')
      const content = { paymentId, provider: provider.name, ...(link !== '' && { link }) }
      const given = await give(tx, row, { kind: 'payment.request', content }, doerOf(asker))
      return isRefusal(given) ? given : { paymentId, amount, link }
    })
  }
}

/** Trying it out: the customer says how her payment ends, and the simulator sends the callback it would have sent. */
export function paymentSimulate(providers: PaymentProviders): Handler<'payment.simulate'> {
  return async (deps, asker, { paymentId, outcome }) => {
    if (!paysOnline(deps)) return refuse('noOnlinePayment')
    const { simulator } = providers
    const { rows } = await sql<{ order_id: string; amount: number }>`
      select order_id, amount from payment
      where shop_id = ${asker.shopId} and payment_id = ${paymentId} and provider = ${simulator.name}
    `.execute(deps.db)
    const payment = rows[0]
    const row = payment && (await readOrder(deps.db, asker.shopId, payment.order_id))
    if (!payment || !row || !mayTouch(asker, row)) return refuse('notFound')
    const vault = await deps.vault.shop(asker.shopId)
    const callback = simulator.callback(vault, { paymentId, outcome, amount: payment.amount })
    const refusal = await receive(deps, asker.shopId, simulator, callback)
    if (refusal) return refusal
    await doRefunds(deps, providers, asker.shopId, row.orderId)
    return {}
  }
}

/** Staff took the money: exactly what is due, or nothing is recorded (O6). */
export function paymentCounter(providers: PaymentProviders): Handler<'payment.counter'> {
  return (deps, asker, body, call) =>
    deps.log.once(asker, 'payment.counter', call, body, async (tx) => {
      const row = await lockedFor(tx, asker, body.orderId)
      if (isRefusal(row)) return row
      const paymentId = deps.newId()
      const content = { paymentId, provider: providers.counter.name, amount: fen(body.amount) }
      const given = await give(tx, row, { kind: 'payment.capture', content }, doerOf(asker))
      if (isRefusal(given)) return given
      await sql`update payment set means = ${body.means} where shop_id = ${tx.shopId} and payment_id = ${paymentId}`.execute(tx.db)
      return { paymentId }
    })
}
