import type { Fen, FeeKind, FeeSheet, FeeSheetLine, FeeSheetPurpose, FeeSheetTotals } from '@bobber/protocol'
import { fen, sumOf } from '../money/fen.ts'

/** `pricedAt` is epoch ms; `paid` is all money taken for the order so far, less what went back. */
export interface SheetBasis {
  readonly version: number
  readonly purpose: FeeSheetPurpose
  readonly lines: readonly FeeSheetLine[]
  readonly paid: Fen
  readonly pricedAt: number
}

/** Puts lines together to a fee sheet; the totals follow from the lines and are never given (PR13). */
export function feeSheet({ version, purpose, lines, paid, pricedAt }: SheetBasis): FeeSheet {
  return { version, purpose, currency: 'CNY', lines, totals: totalsOf(lines, purpose, paid), pricedAt }
}

/**
 * An offer asks for charges and deposit; a settlement lets the charges only stand against what was paid, so the
 * rest of the deposit is what goes back: rent 77, deposit 400, late 24, paid 477 → refund 376.
 */
export function totalsOf(lines: readonly FeeSheetLine[], purpose: FeeSheetPurpose, paid: Fen): FeeSheetTotals {
  const of = (kind: FeeKind): Fen => sumOf(lines.filter((line) => line.kind === kind).map((line) => line.amount))
  const deposit = of('deposit')
  const charges = fen(sumOf(lines.map((line) => line.amount)) - deposit)
  const wanted = purpose === 'offer' ? charges + deposit : charges
  return {
    rent: of('rent'),
    sale: of('sale'),
    deposit,
    late: of('late'),
    damage: of('damage'),
    cleaning: of('cleaning'),
    earlyReturn: of('earlyReturn'),
    charges,
    paid,
    due: fen(Math.max(0, wanted - paid)),
    refund: fen(Math.max(0, paid - wanted)),
  }
}
