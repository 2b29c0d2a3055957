import { type Calls, isRefusal, refuse } from '@bobber/protocol'
import type { Asker, Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { claimOut, takeBack, undoTakeBack, unitByCode } from '../../stock/index.ts'
import { lockedFor } from '../access.ts'
import { doerOf } from '../actors.ts'
import { give } from '../give.ts'
import { undoMs } from '../limits.ts'
import { claimIdsOf, handedOver, reportsOf } from './check-out.ts'
import { undoReports, writeReports } from './reports.ts'
import { scanIn } from './scan.ts'

type Body = Calls['rental.checkIn']['body']

/** Takes units back by their codes; one that is out names its order itself (R4). */
export const rentalCheckIn: Handler<'rental.checkIn'> = async (deps, asker, body, call) => {
  const vault = await deps.vault.shop(asker.shopId)
  const orderId = body.orderId ?? (await orderOut(deps, asker, body))
  return deps.log.once(asker, 'rental.checkIn', call, body, async (tx) => {
    if (orderId === undefined) return refuse('unitNotOut', { code: body.units[0]?.code ?? '' })
    const row = await lockedFor(tx, asker, orderId)
    if (isRefusal(row)) return row
    const codes = body.units.map((unit) => unit.code)
    const scanned = await scanIn(tx, row, codes)
    if (isRefusal(scanned)) return scanned
    const reports = reportsOf(body.units, scanned, () => deps.newId())
    const content = { units: reports.map(handedOver), undoUntil: tx.now + undoMs }
    const given = await give(tx, row, { kind: 'rental.checkIn', content }, doerOf(asker))
    if (isRefusal(given)) return given
    const claimIds = scanned.map(({ claimId }) => claimId)
    await takeBack(tx, claimIds, tx.now)
    return (await writeReports(tx, vault, row, { moment: 'checkIn', byId: asker.personId, reports })) ?? { orderId }
  })
}

/** The order that the first unit is out on. */
async function orderOut(deps: Deps, { shopId }: Asker, { units: [first] }: Body): Promise<string | undefined> {
  const unit = first && (await unitByCode(deps.db, shopId, first.code))
  return unit && (await claimOut(deps.db, shopId, unit.unitId))?.orderId
}

/** A slip: the pieces are out as before, late ones without end (O10). */
export const rentalUndoCheckIn: Handler<'rental.undoCheckIn'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'rental.undoCheckIn', call, body, async (tx) => {
    const { orderId, unitIds } = body
    const row = await lockedFor(tx, asker, orderId)
    if (isRefusal(row)) return row
    const content = { unitIds, byId: asker.personId }
    const given = await give(tx, row, { kind: 'rental.undoCheckIn', content }, doerOf(asker))
    if (isRefusal(given)) return given
    const refusal = await undoTakeBack(tx, await claimIdsOf(tx, orderId, 'returned', unitIds))
    if (refusal) return refusal
    await undoReports(tx, orderId, 'checkIn', unitIds)
    return {}
  })
