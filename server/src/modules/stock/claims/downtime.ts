import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { newId } from '../../../platform/ids.ts'
import { unname } from './name-unit.ts'

/** Pieces that were found damaged; `unitId` null: so many of a bulk count. */
export interface Damaged {
  locationId: string
  variantId: string
  unitId: string | null
  quantity: number
}

/**
 * Out of use from now on, without end: nobody gets them until somebody says that they can be used again. A unit that went to somebody else
 * before it was looked at is inspected when it is back from there.
 */
export async function beginDowntime(tx: Tx, damaged: readonly Damaged[]): Promise<void> {
  const unitIds = damaged.flatMap(({ unitId }) => unitId ?? [])
  const { rows: gone } = await sql<{ unit_id: string }>`
    select unit_id from claim where shop_id = ${tx.shopId} and unit_id = any(${unitIds}::uuid[]) and phase in ('out', 'returned')
  `.execute(tx.db)
  const here = damaged.filter((piece) => !gone.some(({ unit_id }) => unit_id === piece.unitId))
  if (here.length === 0) return
  await unname(
    tx,
    here.flatMap(({ unitId }) => unitId ?? []),
  )
  const rows = here.map((piece) => ({ claimId: newId(), ...piece }))
  const now = new Date(tx.now)
  await sql`
    insert into claim (shop_id, claim_id, location_id, variant_id, unit_id, quantity, kind, phase, blocked, held_at)
    select ${tx.shopId}, "claimId", "locationId", "variantId", "unitId", quantity, 'downtime', 'committed', tstzrange(${now}, null), ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(
      "claimId" uuid, "locationId" uuid, "variantId" uuid, "unitId" uuid, quantity int)
  `.execute(tx.db)
}

/** Nothing keeps these units, or bulk pieces (by their claim's id), out of use any longer. Answers whether something did. */
export async function endDowntime({ db, shopId, now }: Tx, unitIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    update claim set phase = 'closed', closed_at = ${new Date(now)}
    where shop_id = ${shopId} and kind = 'downtime' and phase <> 'closed'
      and (unit_id = any(${[...unitIds]}::uuid[]) or (unit_id is null and claim_id = any(${[...unitIds]}::uuid[])))
    returning 1
  `.execute(db)
  return rows.length > 0
}
