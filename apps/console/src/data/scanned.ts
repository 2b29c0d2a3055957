import type { OrderLineView, OrderView, UnitView } from '@bobber/protocol'

/** The code a label stands for. Our labels hold the bare code; a link's last path piece or `code` parameter is taken, too. */
export function codeOf(text: string): string {
  const plain = text.trim()
  if (!/^https?:\/\//i.test(plain)) return plain
  try {
    const link = new URL(plain)
    return link.searchParams.get('code') ?? decodeURIComponent(link.pathname.split('/').findLast((piece) => piece !== '') ?? plain)
  } catch {
    return plain
  }
}

export type OutVerdict = { fits: true; orderLineId: string } | { fits: false; why: 'twice' } | { fits: false; why: 'wrong'; wanted: string }

/** Whether a scanned unit is one of those this order still waits for. `scanned` are the units in hand already. */
export function judgeOut(order: Pick<OrderView, 'lines'>, scanned: readonly UnitView[], unit: UnitView): OutVerdict {
  if (scanned.some((one) => one.unitId === unit.unitId)) return { fits: false, why: 'twice' }
  const open = order.lines.filter((line) => line.kind === 'rental' && missing(line, scanned) > 0)
  const line = open.find((one) => one.variantId === unit.variantId)
  if (line) return { fits: true, orderLineId: line.orderLineId }
  return { fits: false, why: 'wrong', wanted: open.map((one) => `${one.sku} ${one.name}`).join('、') }
}

/** Pieces of a line that the customer still has to get: not handed over, and not given up. */
export function leftOf(line: OrderView['lines'][number]): number {
  const given = line.kind === 'sale' ? (line.handedOver ? line.quantity : 0) : line.units.length
  return line.quantity - given - line.forgone
}

/** Rental lines by what is to go out still, and what the customer has of them or brought back already. */
export function handingOut(order: Pick<OrderView, 'lines'>): { left: Piece[]; out: Piece[] } {
  const rentals = order.lines.filter((line) => line.kind === 'rental')
  const those = (quantityOf: (line: OrderLineView) => number) =>
    rentals.map((line) => ({ line, quantity: quantityOf(line) })).filter(({ quantity }) => quantity > 0)
  return { left: those(leftOf), out: those((line) => line.units.length) }
}
interface Piece {
  line: OrderLineView
  quantity: number
}

function missing(line: OrderView['lines'][number], scanned: readonly UnitView[]): number {
  return leftOf(line) - scanned.filter((unit) => unit.variantId === line.variantId).length
}

/** How many pieces of which variants are to be scanned before bought lines are given: those that have labels. */
export function toScan(lines: readonly OrderLineView[]): Map<string, { name: string; quantity: number }> {
  const wanted = new Map<string, { name: string; quantity: number }>()
  for (const { variantId, name, quantity, tracking } of lines) {
    if (tracking === 'units') wanted.set(variantId, { name, quantity: quantity + (wanted.get(variantId)?.quantity ?? 0) })
  }
  return wanted
}

export type SoldVerdict = { fits: true } | Extract<OutVerdict, { fits: false }>

/** Whether a scanned unit is one of those that were bought and are still missing. `scanned` are the units in hand already. */
export function judgeSold(lines: readonly OrderLineView[], scanned: readonly UnitView[], unit: UnitView): SoldVerdict {
  if (scanned.some((one) => one.unitId === unit.unitId)) return { fits: false, why: 'twice' }
  const wanted = [...toScan(lines)].filter(([id, { quantity }]) => quantity > scanned.filter(({ variantId }) => variantId === id).length)
  if (wanted.some(([variantId]) => variantId === unit.variantId)) return { fits: true }
  return { fits: false, why: 'wrong', wanted: wanted.map(([, { name }]) => name).join('、') }
}

/** How many units of the order are in hand, of how many that still have to go out. */
export function progressOut(order: Pick<OrderView, 'lines'>, scanned: readonly UnitView[]): { done: number; all: number } {
  const all = order.lines.filter((line) => line.kind === 'rental').reduce((sum, line) => sum + leftOf(line), 0)
  return { done: scanned.length, all }
}
