import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { changeOwned } from '../levels.ts'
import { lockLevelsOf } from './taking.ts'

/** Sold goods handed over: they leave the stock, named units with them. `byId`: who handed them over. */
export async function sell(tx: Tx, claimIds: readonly string[], byId: string): Promise<void> {
  const now = new Date(tx.now)
  await lockLevelsOf(tx.db, tx.shopId, claimIds)
  const { rows } = await sql<{ variant_id: string; unit_id: string | null; quantity: number; order_id: string }>`
    update claim set phase = 'closed', closed_at = ${now}, out_at = ${now}
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase in ('held', 'committed')
    returning variant_id, unit_id, quantity, order_id
  `.execute(tx.db)
  const unitIds = rows.flatMap(({ unit_id }) => unit_id ?? [])
  await sql`
    update unit set retired_at = ${now}, retired_reason = 'sold' where shop_id = ${tx.shopId} and unit_id = any(${unitIds}::uuid[])
  `.execute(tx.db)
  await changeOwned(
    tx.db,
    tx.shopId,
    rows.map((row) => ({ variantId: row.variant_id, kind: 'sold', quantity: -row.quantity, orderId: row.order_id, byId })),
    tx.now,
  )
}
