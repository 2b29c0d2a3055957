import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import { newId } from '../../platform/ids.ts'
import { theLocation } from '../shops/index.ts'

export interface Movement {
  variantId: string
  kind: 'received' | 'corrected' | 'retired' | 'sold' | 'imported' | 'undone'
  /** pieces in, negative: out */
  quantity: number
  /** null: the command line */
  byId: string | null
  orderId?: string
  importId?: string
}

/** Moves the counts and says why, at the shop's location. Moves of 0 are left out. */
export async function changeOwned(db: Db, shopId: string, movements: readonly Movement[], now: number): Promise<void> {
  const rows = movements
    .filter(({ quantity }) => quantity !== 0)
    .map(({ variantId, kind, quantity, byId, orderId, importId }) => ({
      movement_id: newId(),
      variant_id: variantId,
      kind,
      quantity,
      by_id: byId,
      order_id: orderId ?? null,
      import_id: importId ?? null,
    }))
  if (rows.length === 0) return
  const moves = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(
    movement_id uuid, variant_id uuid, kind text, quantity int, by_id uuid, order_id uuid, import_id uuid)`
  await sql`
    select from stock_level
    where shop_id = ${shopId} and location_id = ${theLocation(shopId)} and variant_id in (select variant_id from ${moves})
    order by location_id, variant_id for update
  `.execute(db)
  await sql`
    update stock_level l set owned = owned + s.quantity
    from (select variant_id, sum(quantity)::int as quantity from ${moves} group by variant_id) s
    where l.shop_id = ${shopId} and l.location_id = ${theLocation(shopId)} and l.variant_id = s.variant_id
  `.execute(db)
  await sql`
    insert into stock_movement (shop_id, movement_id, location_id, variant_id, kind, quantity, import_id, order_id, by_id, at)
    select ${shopId}, movement_id, ${theLocation(shopId)}, variant_id, kind, quantity, import_id, order_id, by_id, ${new Date(now)} from ${moves}
  `.execute(db)
}

/** A count of 0 for each new variant: from then on it can be locked and claimed. */
export async function openLevels(db: Db, shopId: string, variantIds: readonly string[]): Promise<void> {
  await sql`
    insert into stock_level (shop_id, location_id, variant_id, owned)
    select ${shopId}, ${theLocation(shopId)}, variant_id, 0 from unnest(${[...variantIds]}::uuid[]) as v(variant_id)
    on conflict do nothing
  `.execute(db)
}
