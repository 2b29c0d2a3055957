import { type Calls, isRefusal, type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { Handler } from '../../platform/handler.ts'
import { readVariants } from '../catalogue/index.ts'
import { claimsOfOrder, nameUnits, type Piece, unitByCode } from '../stock/index.ts'
import { lockedFor } from './access.ts'
import { doerOf } from './actors.ts'
import { give } from './give.ts'
import type { OrderRow } from './order-row.ts'

/**
 * Gives bought goods to the customer, by line, tracked ones by their codes: they leave the stock, and an order of sales alone is closed with
 * the last (O16). Refusals: `unitUnknown`, `unitWrongVariant`, `scanCount`, and those of naming units.
 */
export const saleHandOver: Handler<'sale.handOver'> = (deps, asker, body, call) =>
  deps.log.once(asker, 'sale.handOver', call, body, async (tx) => {
    const row = await lockedFor(tx, asker, body.orderId)
    if (isRefusal(row)) return row
    const pieces = await piecesOf(tx, row, body)
    if (isRefusal(pieces)) return pieces
    const unnamed = await nameUnits(tx, pieces)
    if (unnamed) return unnamed
    const content = { orderLineIds: body.orderLineIds, byId: asker.personId }
    const given = await give(tx, row, { kind: 'sale.handOver', content }, doerOf(asker))
    return isRefusal(given) ? given : {}
  })

/** The claims of the lines that go, each of a tracked variant with the unit that was scanned for it: all of them, and nothing else. */
async function piecesOf(
  tx: Tx,
  { orderId, order }: OrderRow,
  { orderLineIds, codes = [] }: Calls['sale.handOver']['body'],
): Promise<Piece[] | Refusal> {
  const going = order.lines.filter(({ kind, orderLineId }) => kind === 'sale' && orderLineIds.includes(orderLineId))
  const claims = (await claimsOfOrder(tx.db, tx.shopId, orderId)).filter(
    ({ phase, orderLineId }) => phase !== 'closed' && going.some((line) => line.orderLineId === orderLineId),
  )
  const variantIds = claims.map(({ variantId }) => variantId)
  const variants = await readVariants(tx.db, tx.shopId, variantIds)
  const tracked = claims.filter(({ variantId }) => variants.get(variantId)?.tracking === 'units')
  const unitIds = new Map<string, string[]>()
  for (const code of codes) {
    const unit = await unitByCode(tx.db, tx.shopId, code)
    if (!unit) return refuse('unitUnknown', { code })
    if (!tracked.some(({ variantId }) => variantId === unit.variantId)) {
      const name = (await readVariants(tx.db, tx.shopId, [unit.variantId])).get(unit.variantId)?.name ?? ''
      return refuse('unitWrongVariant', { code: unit.code, name })
    }
    unitIds.set(unit.variantId, [...(unitIds.get(unit.variantId) ?? []), unit.unitId])
  }
  for (const [variantId, claimed] of Map.groupBy(tracked, (claim) => claim.variantId)) {
    const scanned = unitIds.get(variantId)?.length ?? 0
    if (scanned !== claimed.length)
      return refuse('scanCount', { name: variants.get(variantId)?.name ?? '', needed: claimed.length, scanned })
  }
  return claims.map(({ claimId, variantId }) => ({ claimId, unitId: unitIds.get(variantId)?.pop() ?? null }))
}
