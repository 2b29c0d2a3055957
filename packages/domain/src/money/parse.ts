import type { Currency, Fen } from '@bobber/protocol'
import { fen } from './fen.ts'

/** `currency` is null when the text names none; whoever asked for the price then knows which it is. */
export interface ParsedMoney {
  readonly amount: Fen
  readonly currency: Currency | null
}

const SIGNS: readonly (readonly [RegExp, Currency])[] = [
  [/^(?:US\$|USD|\$)|(?:USD|US\$|\$|美元)$/i, 'USD'],
  [/^(?:HK\$|HKD)|(?:HKD|港币|港元)$/i, 'HKD'],
  [/^(?:NT\$|TWD)|(?:TWD|新台币|台币)$/i, 'TWD'],
  [/^(?:€|EUR)|(?:€|EUR|欧元)$/i, 'EUR'],
  [/^(?:£|GBP)|(?:£|GBP|英镑)$/i, 'GBP'],
  [/^(?:₩|KRW)|(?:₩|KRW|韩元)$/i, 'KRW'],
  [/^(?:JPY|JP¥)|(?:JPY|日元|円)$/i, 'JPY'],
  [/^(?:¥|￥|CNY|RMB|人民币)|(?:¥|￥|CNY|RMB|元|块|人民币)$/i, 'CNY'],
]

const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2}0*)?$/
const PLAIN = /^-?(?:\d+(?:\.\d{1,2}0*)?|\.\d{1,2})$/

/**
 * Reads a price as a person writes it: `35`, `35.5`, `¥1,280.00`, `35元`, `$12.00`. Amounts are minor units
 * with two decimals whatever the currency. Null for anything else, `12,50` and `1.2.3` included: a doubtful
 * price is asked about, never guessed (PR3).
 */
export function parseMoney(text: string): ParsedMoney | null {
  const written = text
    .normalize('NFKC')
    .replace(/\u2212/g, '-')
    .trim()
  const sign = SIGNS.find(([pattern]) => pattern.test(written))
  const figure = sign ? written.replace(sign[0], '').trim() : written
  if (!GROUPED.test(figure) && !PLAIN.test(figure)) return null
  const [whole = '0', decimals = ''] = figure.replace(/,/g, '').replace('-', '').split('.')
  const minor = Number(whole || '0') * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
  if (!Number.isSafeInteger(minor) || minor > 1_000_000_000_000) return null
  return { amount: fen(figure.startsWith('-') ? -minor : minor), currency: sign?.[1] ?? null }
}
