import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { claimsOfOrder, inspect } from '../../stock/index.ts'
import { lockedFor } from '../access.ts'
import { doerOf } from '../actors.ts'
import { give } from '../give.ts'
import { type Report, writeReports } from './reports.ts'

/** Closes the inspection of what came back; after the last piece the settlement is proposed (R6). */
export const rentalInspect: Handler<'rental.inspect'> = async (deps, asker, body, call) => {
  const vault = await deps.vault.shop(asker.shopId)
  return deps.log.once(asker, 'rental.inspect', call, body, async (tx) => {
    const row = await lockedFor(tx, asker, body.orderId)
    if (isRefusal(row)) return row
    const claims = await claimsOfOrder(tx.db, tx.shopId, body.orderId)
    const reports: Report[] = []
    for (const unit of body.units) {
      const piece = row.order.pieces.find(({ unitId }) => unitId === unit.unitId)
      const claim = claims.find(({ phase, unitId, claimId }) => phase === 'returned' && (unitId ?? claimId) === unit.unitId)
      // Not back, or looked at already: the rules below say which.
      const claimId = claim?.claimId ?? unit.unitId
      if (!piece) return refuse('notFound')
      const { orderLineId, unitCode } = piece
      reports.push({ ...unit, orderLineId, unitCode, claimId, reportId: deps.newId(), note: unit.note.trim(), pictureIds: [] })
    }
    const units = reports.map(({ orderLineId, unitId, condition, damage = 0, cleaning = 0, note }) => ({
      orderLineId,
      unitId,
      condition,
      damage,
      cleaning,
      note,
    }))
    const given = await give(tx, row, { kind: 'rental.inspect', content: { units } }, doerOf(asker))
    if (isRefusal(given)) return given
    await inspect(tx, reports, asker.personId)
    const refusal = await writeReports(tx, vault, row, { moment: 'inspection', byId: asker.personId, reports })
    return refusal ?? { settlementVersion: given.row.order.settlement?.sheet.version ?? null }
  })
}
