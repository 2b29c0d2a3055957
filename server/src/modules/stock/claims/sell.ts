import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { readVariants } from '../../catalogue/index.ts'
import { changeOwned } from '../levels.ts'
import { lockLevelsOf } from './taking.ts'

/** Sold goods handed over: they leave the stock, of tracked ones the units that were named for it. `byId`: who handed them over. */
export async function sell(tx: Tx, claimIds: readonly string[], byId: string): Promise<void> {
  const now = new Date(tx.now)
  await lockLevelsOf(tx, claimIds)
  const { rows } = await sql<{ variant_id: string; unit_id: string | null; quantity: number; order_id: string }>`
    update claim set phase = 'closed', closed_at = ${now}, out_at = ${now}
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase in ('held', 'committed')
    returning variant_id, unit_id, quantity, order_id
  `.execute(tx.db)
  const variants = await readVariants(
    tx.db,
    tx.shopId,
    rows.map(({ variant_id }) => variant_id),
  )
  // The count would fall and every unit would stay: whoever sells tracked goods says which.
  if (rows.some(({ variant_id, unit_id }) => unit_id === null && variants.get(variant_id)?.tracking === 'units')) {
    throw new Error('a tracked piece was sold without its name')
  }
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
