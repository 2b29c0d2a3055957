import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { type Moment, notePlace } from '../rentals/reports.ts'

export interface ReportRow {
  unitId: string
  moment: Moment
  condition: 'good' | 'worn' | 'damaged' | 'missing'
  note: string
  pictureIds: string[]
  /** epoch ms */
  at: number
}

interface Row {
  order_id: string
  report_id: string
  unit_id: string
  moment: Moment
  condition: ReportRow['condition']
  note: Buffer | null
  picture_ids: string[]
  at: number
}

/** Condition reports by order, oldest first; undone ones left out. */
export async function readReports(
  db: Db,
  vault: ShopVault,
  shopId: string,
  orderIds: readonly string[],
): Promise<Map<string, ReportRow[]>> {
  const { rows } = await sql<Row>`
    select order_id, report_id, unit_id, moment, condition, note, picture_ids, (extract(epoch from at) * 1000)::bigint as at
    from condition_report
    where shop_id = ${shopId} and order_id = any(${[...orderIds]}::uuid[]) and undone_at is null order by at, report_id
  `.execute(db)
  return Map.groupBy(
    rows.map((row) => ({ orderId: row.order_id, ...reportOf(row, vault, shopId) })),
    ({ orderId }) => orderId,
  )
}

function reportOf(row: Row, vault: ShopVault, shopId: string): ReportRow {
  const { unit_id: unitId, moment, condition, picture_ids: pictureIds, at } = row
  const note = row.note ? vault.open(row.note, notePlace(shopId, row.report_id)).toString('utf8') : ''
  return { unitId, moment, condition, note, pictureIds, at }
}
