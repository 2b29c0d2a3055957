import { type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../../log/index.ts'
import { readVariants } from '../../catalogue/index.ts'
import { claimsOfOrder, type OrderClaim, unitByCode } from '../../stock/index.ts'
import type { OrderRow } from '../order-row.ts'

/** A piece behind a scanned code, and the claim it goes out on or came out on. Bulk pieces have no unit: their claim's id stands for it. */
export interface Scanned {
  orderLineId: string
  claimId: string
  unitId: string
  unitCode: string
  tracked: boolean
}

/**
 * The pieces behind codes that are to go out: each takes a free claim of its variant on this order. Goods without units of their own
 * are scanned by their SKU. Refusals: `unitUnknown`, `unitWrongVariant`, `alreadyOut`.
 */
export async function scanOut(tx: Tx, { orderId, order }: OrderRow, codes: readonly string[]): Promise<Scanned[] | Refusal> {
  const rentals = order.lines.filter((line) => line.kind === 'rental')
  const free = (await claimsOfOrder(tx.db, tx.shopId, orderId)).filter(
    ({ phase, orderLineId }) => (phase === 'held' || phase === 'committed') && rentals.some((line) => line.orderLineId === orderLineId),
  )
  const scanned: Scanned[] = []
  for (const code of codes) {
    const unit = await unitByCode(tx.db, tx.shopId, code)
    const bulk = unit ? undefined : rentals.find((line) => line.sku.toUpperCase() === code.trim().toUpperCase())
    const variantId = unit?.variantId ?? bulk?.variantId
    if (variantId === undefined) return refuse('unitUnknown', { code })
    if (bulk && (await isTracked(tx, bulk.variantId))) return refuse('unitUnknown', { code })
    if (!rentals.some((line) => line.variantId === variantId))
      return refuse('unitWrongVariant', { code, name: await nameOf(tx, variantId) })
    const at = free.findIndex((claim) => claim.variantId === variantId)
    const [claim] = at === -1 ? [] : free.splice(at, 1)
    if (!claim) return refuse('alreadyOut')
    scanned.push(pieceOf(claim, unit))
  }
  return scanned
}

function pieceOf(claim: OrderClaim, unit: { unitId: string; code: string } | undefined): Scanned {
  const { claimId, orderLineId } = claim
  if (!unit) return { orderLineId, claimId, unitId: claimId, unitCode: '', tracked: false }
  return { orderLineId, claimId, unitId: unit.unitId, unitCode: unit.code, tracked: true }
}

/**
 * The pieces behind codes that come back. Refusals: `unitUnknown`; `unitNotOut`: not on this order, or not out.
 */
export async function scanIn(tx: Tx, { orderId, order }: OrderRow, codes: readonly string[]): Promise<Scanned[] | Refusal> {
  const out = (await claimsOfOrder(tx.db, tx.shopId, orderId)).filter(({ phase }) => phase === 'out')
  const scanned: Scanned[] = []
  for (const code of codes) {
    const unit = await unitByCode(tx.db, tx.shopId, code)
    const bulk = unit ? undefined : order.lines.find((line) => line.sku.toUpperCase() === code.trim().toUpperCase())
    if (!unit && !bulk) return refuse('unitUnknown', { code })
    const at = out.findIndex((claim) =>
      unit ? claim.unitId === unit.unitId : claim.unitId === null && claim.variantId === bulk?.variantId,
    )
    const [claim] = at === -1 ? [] : out.splice(at, 1)
    if (!claim) return refuse('unitNotOut', { code: unit?.code ?? code })
    scanned.push(pieceOf(claim, unit))
  }
  return scanned
}

async function isTracked(tx: Tx, variantId: string): Promise<boolean> {
  return (await readVariants(tx.db, tx.shopId, [variantId])).get(variantId)?.tracking === 'units'
}

async function nameOf(tx: Tx, variantId: string): Promise<string> {
  return (await readVariants(tx.db, tx.shopId, [variantId])).get(variantId)?.name ?? ''
}
