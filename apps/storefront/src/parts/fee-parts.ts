import type { FeeSheetLine } from '@bobber/protocol'

/** Lines about the same goods; no name where there is only one kind of goods, or for what is about the whole order. */
export interface FeeGroup {
  readonly name: string | null
  readonly lines: readonly FeeSheetLine[]
}
export interface FeeParts {
  readonly charges: readonly FeeGroup[]
  /** what is given back: it is no part of the charges, and stands below their sum */
  readonly deposits: readonly FeeGroup[]
}

/** The lines of a sheet under the goods they are about, in the order of the goods; `names` by order line, empty where there is one (C20). */
export function feeParts(lines: readonly FeeSheetLine[], names: ReadonlyMap<string, string>): FeeParts {
  const isDeposit = ({ kind }: FeeSheetLine): boolean => kind === 'deposit'
  return {
    charges: byGoods(
      lines.filter((line) => !isDeposit(line)),
      names,
    ),
    deposits: byGoods(lines.filter(isDeposit), names),
  }
}

function byGoods(lines: readonly FeeSheetLine[], names: ReadonlyMap<string, string>): FeeGroup[] {
  const of = (line: FeeSheetLine): string | null => (line.orderLineId !== null && names.has(line.orderLineId) ? line.orderLineId : null)
  return [...names.keys(), null]
    .map((id) => ({ name: id === null ? null : (names.get(id) ?? null), lines: lines.filter((line) => of(line) === id) }))
    .filter((group) => group.lines.length > 0)
}
