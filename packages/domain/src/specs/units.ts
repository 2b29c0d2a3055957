import type { SpecUnit } from '@bobber/protocol'

/** A unit as a shop or a customer writes it: its canonical unit and the power of ten (or the inch) between them. */
export interface WrittenUnit {
  readonly key: string
  readonly pattern: string
  readonly unit: SpecUnit
  readonly factor: number
}

/** Longer spellings first within a pattern; `(?![a-z])` keeps `m` from reading the beginning of `mAh` or `ML`. */
export const writtenUnits: readonly WrittenUnit[] = [
  { key: 'mm', pattern: '(?:毫米|mm(?![a-z]))', unit: 'm', factor: 0.001 },
  { key: 'cm', pattern: '(?:厘米|公分|cm(?![a-z]))', unit: 'm', factor: 0.01 },
  { key: 'm', pattern: '(?:米|m(?![a-z]))', unit: 'm', factor: 1 },
  { key: 'in', pattern: '(?:英寸|in(?![a-z])|″)', unit: 'm', factor: 0.0254 },
  { key: 'kg', pattern: '(?:公斤|千克|kg(?![a-z]))', unit: 'g', factor: 1000 },
  { key: 'g', pattern: '(?:克|g(?![a-z]))', unit: 'g', factor: 1 },
  { key: 'L', pattern: '(?:升|l(?![a-z]))', unit: 'L', factor: 1 },
  { key: 'kW', pattern: '(?:千瓦|kw(?![a-z]))', unit: 'kW', factor: 1 },
  { key: 'lm', pattern: '(?:流明|lm(?![a-z]))', unit: 'lm', factor: 1 },
  { key: 'mAh', pattern: '(?:毫安时|mah(?![a-z]))', unit: 'mA.h', factor: 1 },
  { key: '℃', pattern: '(?:摄氏度|℃|°c(?![a-z])|度)', unit: 'Cel', factor: 1 },
  { key: 'D', pattern: 'd(?![a-z])', unit: '[den]', factor: 1 },
  { key: '号', pattern: '号', unit: '号', factor: 1 },
  { key: '#', pattern: '#', unit: '#', factor: 1 },
]

/** A number as written: `2,000`, `0.75`. A comma stands inside a number only before groups of three digits. */
export const NUMBER = String.raw`(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.])\d+(?:\.\d+)?(?!\d)`

export function numberOf(text: string): number {
  return Number(text.replace(/,/g, '').replace(/^[−-]/, '-'))
}

/** `value` of a written unit in its canonical one; twelve digits, so that 112 × 0.01 is 1.12 and not 1.1200000000000001. */
export function canonical(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12))
}

/** Full-width letters, digits and signs become plain ones; every character stays one, so positions hold. */
export function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2009\u202F]/g, ' ')
    .toLowerCase()
}
