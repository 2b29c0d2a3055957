import { DAY, instantOf, wallTimeAt } from '@bobber/domain'
import type { Calls, UnitView } from '@bobber/protocol'

export type DayKind = 'free' | 'claimed' | 'checkedOut' | 'overdue' | 'inspection' | 'maintenance'
export interface UnitDay {
  kind: DayKind
  orderId: string | null
  orderNumber: string | null
}
export interface UnitRow {
  /** null: claims that name no unit yet */
  code: string | null
  quantity: number
  days: UnitDay[]
}
type VariantReply = Calls['variant.get']['reply']
type Claim = VariantReply['claims'][number]

/** Local midnights of `count` days from the day of `now`, and the one after the last. */
export function midnights(now: number, zone: string, count: number): number[] {
  const { day } = wallTimeAt(now, zone)
  return Array.from({ length: count + 1 }, (_, step) => instantOf(day + step, 0, zone))
}

/**
 * The grid of units × days. A day shows what takes the unit on any part of it; claims that name no unit stand in a row of
 * their own. What is out past its planned return is overdue up to now, and has no end (commerce.md "Stock and claims").
 */
export function unitDays({ units, claims }: Pick<VariantReply, 'units' | 'claims'>, now: number, starts: readonly number[]): UnitRow[] {
  const rows: UnitRow[] = units
    .filter((unit) => unit.state !== 'retired')
    .map((unit) => ({
      code: unit.code,
      quantity: 1,
      days: daysOf(
        claims.filter((claim) => claim.unitCode === unit.code),
        now,
        starts,
        unit,
      ),
    }))
  const unnamed = claims.filter((claim) => claim.unitCode === null)
  if (unnamed.length > 0) {
    rows.push(...unnamed.map((claim) => ({ code: null, quantity: claim.quantity, days: daysOf([claim], now, starts, null) })))
  }
  return rows
}

/** Pieces that orders take later on, and when the first of them goes: what is free now says nothing about the weekend. */
export function bookedAhead(claims: readonly Claim[], now: number): { pieces: number; from: number } | null {
  const ahead = claims.filter((claim) => claim.kind === 'order' && claim.from > now)
  if (ahead.length === 0) return null
  return { pieces: ahead.reduce((sum, { quantity }) => sum + quantity, 0), from: Math.min(...ahead.map(({ from }) => from)) }
}

function daysOf(claims: readonly Claim[], now: number, starts: readonly number[], unit: UnitView | null): UnitDay[] {
  return starts.slice(0, -1).map((start, at) => {
    const end = starts[at + 1] ?? start + DAY
    const claim = claims.find((one) => one.from < end && (one.until ?? Infinity) > start)
    if (!claim) return { kind: unit?.state === 'maintenance' ? 'maintenance' : 'free', orderId: null, orderNumber: null }
    return { kind: kindOf(claim, now, unit), orderId: claim.orderId, orderNumber: claim.orderNumber }
  })
}

function kindOf(claim: Claim, now: number, unit: UnitView | null): DayKind {
  if (claim.kind === 'inspection') return 'inspection'
  if (claim.kind !== 'order') return 'maintenance'
  const out = unit?.state === 'checkedOut' && unit.orderId === claim.orderId
  if (!out) return 'claimed'
  return claim.until === null || (unit.dueAt !== null && unit.dueAt < now) ? 'overdue' : 'checkedOut'
}
