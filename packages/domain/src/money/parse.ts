import type { Currency, Fen } from '@bobber/protocol'
import { currenciesIn } from './currency.ts'
import { fen } from './fen.ts'

/** `currency` is null when the text names none; whoever asked for the price then knows which it is. */
export interface ParsedMoney {
  readonly amount: Fen
  readonly currency: Currency | null
}

const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/
const PLAIN = /^-?(?:\d+(?:\.\d{1,2}(?:00+)?)?|\.\d{1,2})$/
/** What a European writes for a thousand: `1.280`. */
const THOUSANDS = /\.\d{3}$/

/**
 * Reads a price as a person writes it: `35`, `35.5`, `¥1,280.00`, `35元`, `$12.00`. Amounts are minor units
 * with two decimals whatever the currency. Null for anything else, `12,50`, `1.280` and `1.2.3` included: a doubtful
 * price is asked about, never guessed (PR3).
 */
export function parseMoney(text: string): ParsedMoney | null {
  const written = text
    .normalize('NFKC')
    .replace(/\u2212/g, '-')
    .trim()
  const { currencies, rest } = currenciesIn(written)
  if (new Set(currencies).size > 1) return null
  const figure = rest.trim().replace(/^-\s+/, '-')
  if (THOUSANDS.test(figure) || (!GROUPED.test(figure) && !PLAIN.test(figure))) return null
  const [whole = '0', decimals = ''] = figure.replace(/,/g, '').replace('-', '').split('.')
  const minor = Number(whole || '0') * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
  if (!Number.isSafeInteger(minor) || minor > 1_000_000_000_000) return null
  return { amount: fen(figure.startsWith('-') ? -minor : minor), currency: currencies[0] ?? null }
}
