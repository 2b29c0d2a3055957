import type { Locale, Spec, SpecName, SpecUnit, WrittenUnit } from '@bobber/protocol'
import { exactly, factorTo } from './unit-values.ts'

const signs: Readonly<Record<WrittenUnit, string>> = {
  mm: ' mm',
  cm: ' cm',
  m: ' m',
  in: ' in',
  ft: ' ft',
  kg: ' kg',
  g: ' g',
  斤: ' 斤',
  lb: ' lb',
  ml: ' ml',
  L: ' L',
  kW: ' kW',
  W: ' W',
  lm: ' lm',
  mAh: ' mAh',
  '℃': ' ℃',
  D: 'D',
  号: ' 号',
  '#': '#',
}
/** What the words of a language are for: a label says already that a number is a size, and 斤 is no unit abroad. */
const chinese: Partial<Record<WrittenUnit, string>> = { in: ' 英寸', ft: ' 英尺', lb: ' 磅', lm: ' 流明' }
const english: Partial<Record<WrittenUnit, string>> = { '℃': ' °C', 号: '' }
const counted: Partial<Record<SpecName, { zh: string; en: readonly [one: string, many: string] }>> = {
  fillPower: { zh: '蓬', en: ['FP', 'FP'] },
  persons: { zh: '人', en: ['person', 'people'] },
  pieces: { zh: '个', en: ['piece', 'pieces'] },
  rings: { zh: '个', en: ['ring', 'rings'] },
  seasons: { zh: '季', en: ['season', 'seasons'] },
  sections: { zh: '节', en: ['section', 'sections'] },
}
const joints: Partial<Record<SpecName, string>> = { bearings: '+', action: '/' }

/** `3.6 m`, `7 个`, `7 rings`, `4 × 4.4 m`: an attribute as its reader says it, in the unit the shop wrote. */
export function figureText(spec: Spec, locale: Locale): string {
  if (spec.kind === 'grade') return spec.grade
  const written = spec.written === '斤' && locale === 'en' ? 'kg' : spec.written
  const said = (value: number): string => numberText(value, spec.unit, written)
  const behind = written === null ? countedWord(spec, locale) : ((locale === 'zh' ? chinese : english)[written] ?? signs[written])
  switch (spec.kind) {
    case 'value':
      return spec.name === 'gearRatio' ? `${said(spec.value)}:1` : said(spec.value) + behind
    case 'range':
      return spec.range.map(said).join('–') + behind
    case 'values':
      return spec.values.map(said).join(joints[spec.name] ?? ' × ') + behind
  }
}

function numberText(value: number, unit: SpecUnit, written: WrittenUnit | null): string {
  const number = written === null ? value : exactly(value / factorTo(unit, written))
  return String(number).replace('-', '−')
}

function countedWord(spec: Exclude<Spec, { kind: 'grade' }>, locale: Locale): string {
  const words = counted[spec.name]
  if (!words) return ''
  return ` ${locale === 'zh' ? words.zh : words.en[spec.kind === 'value' && spec.value === 1 ? 0 : 1]}`
}
