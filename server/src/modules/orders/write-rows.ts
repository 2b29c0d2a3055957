import type { Order, OrderFact } from '@bobber/domain'
import type { FactContents, FeeSheet } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'

/** The rows of fee sheets, payments and refunds that a fact speaks of; `after` is the order with it. */
export async function writeRows(tx: Tx, after: Order, fact: OrderFact, entryId: string): Promise<void> {
  const { orderId } = after
  if (fact.kind === 'feeSheet.issued' || fact.kind === 'settlement.proposed') await insertSheet(tx, orderId, fact.content.sheet, entryId)
  if (fact.kind === 'feeSheet.confirmed' || fact.kind === 'settlement.confirmed') await confirmSheet(tx, fact.content)
  if (fact.kind === 'payment.requested') await insertPayment(tx, fact.content)
  if (fact.kind === 'payment.captured') await capturePayment(tx, fact.content, entryId)
  if (fact.kind === 'payment.captured' || fact.kind === 'order.cancelled' || fact.kind === 'hold.expired') await voidPayments(tx, after)
  if (fact.kind === 'refund.made') await finishRefund(tx, fact.content.refundId, entryId)
}

async function insertSheet(tx: Tx, orderId: string, sheet: FeeSheet, entryId: string): Promise<void> {
  await sql`
    insert into fee_sheet (shop_id, order_id, version, purpose, sheet, entry_id, issued_at)
    values (${tx.shopId}, ${orderId}, ${sheet.version}, ${sheet.purpose}, ${JSON.stringify(sheet)}::jsonb, ${entryId}, ${new Date(tx.now)})
  `.execute(tx.db)
}

async function confirmSheet(tx: Tx, { orderId, version, byId, headHash }: FactContents['feeSheet.confirmed']): Promise<void> {
  await sql`
    update fee_sheet set confirmed_at = ${new Date(tx.now)}, confirmed_by = ${byId}, head_hash = ${headHash}
    where shop_id = ${tx.shopId} and order_id = ${orderId} and version = ${version}
  `.execute(tx.db)
}

async function insertPayment(tx: Tx, payment: FactContents['payment.requested']): Promise<void> {
  await sql`
    insert into payment (shop_id, payment_id, order_id, provider, amount, currency, state, link, asked_at)
    values (${tx.shopId}, ${payment.paymentId}, ${payment.orderId}, ${payment.provider}, ${payment.amount}, ${payment.currency},
            'requested', ${payment.link ?? null}, ${new Date(tx.now)})
  `.execute(tx.db)
}

/** Money over the counter was never requested; money that a provider tells of was. */
async function capturePayment(
  tx: Tx,
  { paymentId, orderId, provider, amount, currency }: FactContents['payment.captured'],
  entryId: string,
): Promise<void> {
  const now = new Date(tx.now)
  await sql`
    insert into payment (shop_id, payment_id, order_id, provider, amount, currency, state, asked_at, captured_at, entry_id)
    values (${tx.shopId}, ${paymentId}, ${orderId}, ${provider}, ${amount}, ${currency}, 'captured', ${now}, ${now}, ${entryId})
    on conflict (shop_id, payment_id) do update
      set state = 'captured', amount = excluded.amount, captured_at = excluded.captured_at, entry_id = excluded.entry_id
  `.execute(tx.db)
}

/** What was asked for and isn't due any more. Should its money come all the same, it counts and goes back (O6). */
async function voidPayments(tx: Tx, { payments }: Order): Promise<void> {
  const ids = payments.filter(({ state }) => state === 'void').map(({ paymentId }) => paymentId)
  if (ids.length === 0) return
  await sql`
    update payment set state = 'void' where shop_id = ${tx.shopId} and payment_id = any(${ids}::uuid[]) and state = 'requested'
  `.execute(tx.db)
}

async function finishRefund(tx: Tx, refundId: string, entryId: string): Promise<void> {
  await sql`
    update refund set state = 'done', done_at = ${new Date(tx.now)}, entry_id = ${entryId}
    where shop_id = ${tx.shopId} and refund_id = ${refundId}
  `.execute(tx.db)
}
