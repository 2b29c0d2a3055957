import type { WrittenUnit } from '@bobber/protocol'
import { type UnitValue, unitValues } from './unit-values.ts'

/** How a unit is written. */
export interface UnitSpelling extends UnitValue {
  readonly key: WrittenUnit
  readonly pattern: string
}

/** A Latin unit ends here: `m` is neither the beginning of `mAh` nor that of `m²`, `m/s`, `m2`. */
const END = String.raw`(?![a-z²³])(?![23](?![\p{L}\d.]))(?!\/(?:[a-z]|平|㎡)|\s*\/\s*m[²2])`

/** Longer spellings first within a pattern; no unit's spelling is another's. */
const patterns: Readonly<Record<WrittenUnit, string>> = {
  mm: `毫米|mm(?:\\s*h2o|水柱)?${END}`,
  cm: `厘米|公分|cm${END}`,
  m: `米(?!色|黄|白)|(?:met(?:re|er)s?|m)${END}`,
  in: `英寸|(?:inch(?:es)?|in)${END}|["″]`,
  ft: `英尺|(?:feet|foot|ft)${END}|['′]`,
  kg: `公斤|千克|kgs?${END}`,
  g: `克(?!重|\\/|每)|(?:grams?|g)${END}`,
  斤: '斤',
  lb: `磅|lbs?${END}`,
  ml: `毫升|ml${END}`,
  L: `公?升(?!级|降)|(?:lit(?:re|er)s?|l)${END}`,
  kW: `千瓦|kw${END}`,
  W: `瓦|w${END}`,
  lm: `流明|(?:lumens?|lm)${END}`,
  mAh: `毫安时?|mah${END}`,
  '℃': `摄氏度|℃|°c${END}|度(?!假|数)`,
  D: `d${END}`,
  号: '号(?!电池|电)',
  '#': '#',
}

export const spellings: readonly UnitSpelling[] = (Object.keys(patterns) as WrittenUnit[]).map((key) => ({
  key,
  pattern: patterns[key],
  ...unitValues[key],
}))

/** A number as written: `2,000`, `0.75`. A comma stands inside a number only before groups of three digits. */
export const NUMBER = String.raw`(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.])\d+(?:\.\d+)?(?!\d|\.\d)`

/** Full-width letters, digits and signs become plain ones; every character stays one, so positions hold. */
export function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2009\u202F]/g, ' ')
    .toLowerCase()
}
