import { type Calls, isRefusal, type Refusal, type UnitHandOver } from '@bobber/protocol'
import type { Tx } from '../../../log/index.ts'
import type { Asker, Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { shopRules } from '../../shops/index.ts'
import { claimsOfOrder, putBack, takeOut } from '../../stock/index.ts'
import { lockedFor } from '../access.ts'
import { doerOf } from '../actors.ts'
import { give } from '../give.ts'
import { undoMs } from '../limits.ts'
import { inShopTime } from '../place/free-from-words.ts'
import { undoReports, type Report, writeReports } from './reports.ts'
import { scanOut, type Scanned } from './scan.ts'

type Scan = Calls['rental.checkOut']['body']['units'][number]

/** Hands units over by their codes, some or all of the order's, each with its condition report (R3, R5). Early: catalogue.md CT20. */
export const rentalCheckOut: Handler<'rental.checkOut'> = async (deps, asker, body, call) => {
  const vault = await deps.vault.shop(asker.shopId)
  const out = await deps.log.once(asker, 'rental.checkOut', call, body, (tx) => checkOut(tx, deps, vault, asker, body))
  return isRefusal(out) ? inShopTime(out, (await shopRules(deps.db, asker.shopId)).zone, asker.locale) : out
}

async function checkOut(
  tx: Tx,
  deps: Deps,
  vault: ShopVault,
  asker: Asker,
  { orderId, units }: Calls['rental.checkOut']['body'],
): Promise<Record<string, never> | Refusal> {
  const row = await lockedFor(tx, asker, orderId)
  if (isRefusal(row)) return row
  const scanned = await scanOut(
    tx,
    row,
    units.map((unit) => unit.code),
  )
  if (isRefusal(scanned)) return scanned
  const reports = reportsOf(units, scanned, () => deps.newId())
  const content = { units: reports.map(handedOver), undoUntil: tx.now + undoMs }
  const given = await give(tx, row, { kind: 'rental.checkOut', content }, doerOf(asker))
  if (isRefusal(given)) return given
  const refusal = await takeOut(
    tx,
    scanned.map(({ claimId, unitId, tracked }) => ({ claimId, unitId: tracked ? unitId : null })),
  )
  return refusal ?? (await writeReports(tx, vault, row, { moment: 'checkOut', byId: asker.personId, reports })) ?? {}
}

export function reportsOf(scans: readonly Scan[], scanned: readonly Scanned[], newId: () => string): Report[] {
  return scanned.flatMap(({ orderLineId, claimId, unitId, unitCode }, index) => {
    const scan = scans[index]
    if (!scan) return []
    const { condition, note, pictureIds, code } = scan
    return [{ orderLineId, claimId, unitId, unitCode: unitCode || code, reportId: newId(), condition, note: note.trim(), pictureIds }]
  })
}

/** The report as its fact tells it. */
export function handedOver({ claimId: _row, damage: _damage, cleaning: _cleaning, ...unit }: Report): UnitHandOver {
  return unit
}

/** A slip at the counter: the pieces are promised again as before (O10). */
export const rentalUndoCheckOut: Handler<'rental.undoCheckOut'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'rental.undoCheckOut', call, body, async (tx) => {
    const { orderId, unitIds } = body
    const row = await lockedFor(tx, asker, orderId)
    if (isRefusal(row)) return row
    const content = { unitIds, byId: asker.personId }
    const given = await give(tx, row, { kind: 'rental.undoCheckOut', content }, doerOf(asker))
    if (isRefusal(given)) return given
    await putBack(tx, await claimIdsOf(tx, orderId, 'out', unitIds))
    await undoReports(tx, orderId, 'checkOut', unitIds)
    return {}
  })

/** The claims of pieces in a phase; a piece without a unit is its claim. */
export async function claimIdsOf(tx: Tx, orderId: string, phase: 'out' | 'returned', unitIds: readonly string[]): Promise<string[]> {
  const claims = await claimsOfOrder(tx.db, tx.shopId, orderId)
  return claims.filter((claim) => claim.phase === phase && unitIds.includes(claim.unitId ?? claim.claimId)).map(({ claimId }) => claimId)
}
