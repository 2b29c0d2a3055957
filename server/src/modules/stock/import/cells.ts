import { parseMoney } from '@bobber/domain'
import type { Currency } from '@bobber/protocol'
import type { RowFault } from './words.ts'

/** What to do with prices of another currency: one rate in yuan, null: leave them out, undefined: not decided. */
export type CurrencyChoice = { rate: number } | null | undefined

export interface CellFault {
  fault: RowFault
  values?: Record<string, string | number>
}

const priceLimit = 10_000_000_000

/**
 * A price cell in fen; null: none. `foreign` is the one foreign currency of the table, `header` what the column's header names;
 * what the cell itself names counts more.
 */
export function readPrice(
  cell: string,
  header: Currency | null,
  foreign: Currency | null,
  choice: CurrencyChoice,
): number | null | CellFault {
  if (isNone(cell)) return null
  const money = parseMoney(cell)
  if (!money) return { fault: 'notMoney' }
  if (money.amount < 0) return { fault: 'negative' }
  const currency = money.currency ?? header ?? 'CNY'
  if (currency === 'CNY') return within(money.amount)
  if (currency !== foreign) return { fault: 'otherCurrency', values: { currency, asked: foreign ?? '' } }
  return choice ? within(Math.round(money.amount * choice.rate)) : null
}

function within(amount: number): number | CellFault {
  return amount <= priceLimit ? amount : { fault: 'notMoney' }
}

/** Whether a cell says that there is nothing: empty, a dash, 无. */
export function isNone(cell: string): boolean {
  return /^(?:[-—–/]|无|n\/?a)?$/i.test(cell.normalize('NFKC').trim())
}

const trackings: Record<'units' | 'bulk' | 'saleOnly', readonly string[]> = {
  units: ['单件', '逐件', '序列号', 'unit', 'units', 'tracked', 'serial', 'serialized', 'individual'],
  bulk: ['散件', '批量', '数量', 'bulk', 'count', 'quantity'],
  saleOnly: ['仅售', '只售', '仅销售', '出售', '销售', 'sale', 'saleonly', 'forsale', 'retail'],
}

/** Null: the cell is empty. */
export function readTracking(cell: string): 'units' | 'bulk' | 'saleOnly' | null | CellFault {
  const plain = cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '')
  if (plain === '') return null
  for (const kind of ['units', 'bulk', 'saleOnly'] as const) if (trackings[kind].includes(plain)) return kind
  return { fault: 'notTracking' }
}

export const mostUnits = 2_000
export const mostPieces = 100_000

/** A count, with or without its measure word; null: the cell is empty. */
export function readCount(cell: string, limit: number): number | null | CellFault {
  const plain = cell.normalize('NFKC').trim()
  if (plain === '') return null
  const figure = /^(\d{1,3}(?:,\d{3})+|\d+)\s*(?:件|个|把|根|支|只|套|张|顶|双|pcs?)?$/i.exec(plain)?.[1]
  const count = figure === undefined ? Number.NaN : Number(figure.replaceAll(',', ''))
  return Number.isSafeInteger(count) && count <= limit ? count : { fault: 'notCount', values: { limit } }
}

/** Several in one cell: `a;b`, `a；b`, one below the other. */
export function readList(cell: string): string[] {
  return cell
    .split(/[;；|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

export function isFault(value: unknown): value is CellFault {
  return typeof value === 'object' && value !== null && 'fault' in value
}
