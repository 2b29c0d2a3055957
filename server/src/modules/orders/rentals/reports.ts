import { type Refusal, type UnitHandOver } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { publishFiles } from '../../files/index.ts'
import type { OrderRow } from '../order-row.ts'

export type Moment = 'checkOut' | 'checkIn' | 'inspection'

/** What one piece looked like. */
export interface Report extends UnitHandOver {
  claimId: string
  damage?: number
  cleaning?: number
}

/** Where a report's note belongs: sealed there it opens nowhere else. */
export function notePlace(shopId: string, reportId: string): string {
  return `${shopId}/condition_report/${reportId}/note`
}

/**
 * Writes condition reports, and shows their pictures in the order's conversation from now on (R5).
 * Refusal `notFound`: a picture isn't there, or somebody else's.
 */
export async function writeReports(
  tx: Tx,
  vault: ShopVault,
  row: OrderRow,
  { moment, byId, reports }: { moment: Moment; byId: string; reports: readonly Report[] },
): Promise<Refusal | undefined> {
  const pictureIds = reports.flatMap((report) => report.pictureIds)
  const refusal = await publishFiles(tx, pictureIds, { as: 'evidence', conversationId: row.conversationId, by: byId })
  if (refusal) return refusal
  for (const report of reports) {
    const note = report.note === '' ? null : vault.seal(report.note, notePlace(tx.shopId, report.reportId))
    await sql`
      insert into condition_report (shop_id, report_id, order_id, order_line_id, claim_id, unit_id, moment, condition, note, picture_ids,
                                    damage, cleaning, by_id, at)
      values (${tx.shopId}, ${report.reportId}, ${row.orderId}, ${report.orderLineId}, ${report.claimId}, ${report.unitId}, ${moment},
              ${report.condition}, ${note}, ${report.pictureIds}::uuid[], ${report.damage ?? 0}, ${report.cleaning ?? 0}, ${byId},
              ${new Date(tx.now)})
    `.execute(tx.db)
  }
  return undefined
}

/** The newest reports of these pieces at that moment are marked as undone; they stay for whoever asks later. */
export async function undoReports(tx: Tx, orderId: string, moment: Moment, unitIds: readonly string[]): Promise<void> {
  await sql`
    update condition_report set undone_at = ${new Date(tx.now)}
    where shop_id = ${tx.shopId} and order_id = ${orderId} and moment = ${moment} and undone_at is null
      and unit_id = any(${[...unitIds]}::uuid[])
  `.execute(tx.db)
}
