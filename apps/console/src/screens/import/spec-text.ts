import type { Locale, Spec, SpecUnit } from '@bobber/protocol'

/** How canonical units are shown to people; `1` is a plain number. */
const shown: Record<SpecUnit, string> = {
  m: ' m',
  mm: ' mm',
  'mm[H2O]': ' mm H₂O',
  g: ' g',
  Cel: ' ℃',
  L: ' L',
  kW: ' kW',
  lm: ' lm',
  'mA.h': ' mAh',
  '[den]': ' D',
  '1': '',
  号: ' 号',
  '#': '#',
}
/** A size number needs no unit in English: its label says that it is one. */
const unitOf = (unit: SpecUnit, locale: Locale): string => (unit === '号' && locale === 'en' ? '' : shown[unit])

/** `长度 3.6 m`: what was understood, in the reader's language. */
export function specText(spec: Spec, locale: Locale): string {
  const label = spec.label[locale]
  switch (spec.kind) {
    case 'value':
      return `${label} ${spec.value}${unitOf(spec.unit, locale)}`
    case 'range':
      return `${label} ${spec.range[0]}–${spec.range[1]}${unitOf(spec.unit, locale)}`
    case 'values':
      return `${label} ${spec.values.join(' / ')}${unitOf(spec.unit, locale)}`
    case 'grade':
      return `${label} ${spec.grade}`
  }
}
