import type { Spec, SpecName, SpecUnit } from '@bobber/protocol'
import { specLabels } from './labels.ts'
import { NUMBER, canonical, numberOf, writtenUnits } from './units.ts'

/** How one way of writing becomes attributes. `kind` is the product's category and name, which say what a bare figure is of. */
export interface Rule {
  readonly pattern: RegExp
  /** None: not understood after all, the text is left to later rules. */
  readonly read: (match: readonly string[], kind: string) => Spec[]
}

const N = `(${NUMBER})`
const TEMPERATURE = String.raw`([−-]?\d+(?:\.\d+)?)`

function unitPattern(...keys: string[]): string {
  return writtenUnits
    .filter(({ key }) => keys.includes(key))
    .map(({ pattern }) => pattern)
    .join('|')
}

function factorOf(text: string, ...keys: string[]): number {
  const fitting = writtenUnits.filter(({ key }) => keys.includes(key))
  return fitting.find(({ pattern }) => new RegExp(`^(?:${pattern})`).test(text))?.factor ?? 1
}

function value(name: SpecName, text: string, number: number, unit: SpecUnit): Spec {
  return { name, label: specLabels[name], text: text.trim(), kind: 'value', value: number, unit }
}

function values(name: SpecName, text: string, numbers: readonly number[], unit: SpecUnit): Spec {
  return { name, label: specLabels[name], text: text.trim(), kind: 'values', values: numbers, unit }
}

/** One number and its unit: always `name`, or what `name` says for this kind of product; null: not understood. */
function measured(name: SpecName | ((kind: string) => SpecName | null), keys: string[], unit: SpecUnit, before = '', after = ''): Rule {
  return {
    pattern: new RegExp(`${before}${N}\\s*(${unitPattern(...keys)})${after}`, 'g'),
    read: ([text = '', number = '', written = ''], kind) => {
      const known = typeof name === 'string' ? name : name(kind)
      const scale = unit === 'mm' || unit === 'mm[H2O]' ? 1 : factorOf(written, ...keys)
      return known ? [value(known, text, canonical(numberOf(number), scale), unit)] : []
    },
  }
}

/** One number and a word that names it: `7 rings`, `2 节`. */
function counted(name: SpecName, words: string): Rule {
  return {
    pattern: new RegExp(`${N}\\s*-?(?:${words})`, 'g'),
    read: ([text = '', number = '']) => [value(name, text, numberOf(number), '1')],
  }
}

const has = (kind: string, ...words: string[]): boolean => words.some((word) => kind.includes(word))

function bareLength(kind: string): SpecName | null {
  if (has(kind, '渔线', '主线', '子线')) return 'lineLength'
  return has(kind, '竿', '抄网', '浮漂', '绳', '雪鞋', '杖', 'rod', 'pole', 'net', 'float', 'snowshoe') ? 'length' : null
}

function bareCentimetres(kind: string): SpecName | null {
  return has(kind, '防潮垫', '充气垫', '泡沫垫', 'mat', 'pad') ? 'thickness' : bareLength(kind)
}

function bareGrams(kind: string): SpecName {
  if (has(kind, '饵', 'bait')) return 'netWeight'
  return has(kind, '浮漂', 'float') ? 'lead' : 'weight'
}

function bareMillimetres(kind: string): SpecName | null {
  return has(kind, '帐', '天幕', 'tent', 'tarp') ? 'hydrostaticHead' : null
}

function bareNumber(kind: string): SpecName | null {
  if (has(kind, '渔线', '主线', '子线')) return 'lineNumber'
  return has(kind, '矶钓竿', '矶竿') ? 'rodNumber' : null
}

const digits: Record<string, number> = { 一: 1, 二: 2, 两: 2, 双: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 }
const digit = (character: string): number => digits[character] ?? Number.NaN

function pair(name: SpecName, joint: string, unit: SpecUnit, fits: (kind: string) => boolean): Rule {
  return {
    pattern: new RegExp(`${N}\\s*${joint}\\s*${N}(?![\\d.]|\\s*(?:m|mm|cm|kg)\\b)`, 'g'),
    read: ([text = '', one = '', other = ''], kind) => (fits(kind) ? [values(name, text, [numberOf(one), numberOf(other)], unit)] : []),
  }
}

/** In this order: what a word or a sign makes sure comes before what only the kind of product tells. */
export const rules: readonly Rule[] = [
  {
    pattern: new RegExp(`${TEMPERATURE}\\s*/\\s*${TEMPERATURE}\\s*(?:${unitPattern('℃')})`, 'g'),
    read: ([text = '', comfort = '', limit = '']) => [
      value('comfort', text, numberOf(comfort), 'Cel'),
      value('limit', text, numberOf(limit), 'Cel'),
    ],
  },
  ...(['comfort', 'limit'] as const).map((name): Rule => ({
    pattern: new RegExp(`(?:${name === 'comfort' ? 'comfort|舒适' : 'limit|极限'})\\s*${TEMPERATURE}\\s*(?:${unitPattern('℃')})`, 'g'),
    read: ([text = '', number = '']) => [value(name, text, numberOf(number), 'Cel')],
  })),
  {
    pattern: new RegExp(`${N}\\s*号\\s*[×x*]\\s*${N}\\s*(?:${unitPattern('m')})`, 'g'),
    read: ([text = '', number = '', length = '']) => [
      value('lineNumber', text, numberOf(number), '号'),
      value('lineLength', text, numberOf(length), 'm'),
    ],
  },
  {
    pattern: new RegExp(`${N}\\s*(?:${unitPattern('mm')})\\s*[×x*]\\s*${N}\\s*(?:${unitPattern('m')})`, 'g'),
    read: ([text = '', diameter = '', length = '']) => [
      value('lineDiameter', text, numberOf(diameter), 'mm'),
      value('lineLength', text, numberOf(length), 'm'),
    ],
  },
  {
    pattern: new RegExp(`${N}\\s*[×x*]\\s*${N}\\s*(${unitPattern('m', 'cm')})`, 'g'),
    read: ([text = '', one = '', other = '', unit = '']) => {
      const scale = factorOf(unit, 'm', 'cm')
      return [values('dimensions', text, [canonical(numberOf(one), scale), canonical(numberOf(other), scale)], 'm')]
    },
  },
  {
    pattern: new RegExp(`(?:shoe|鞋码)\\s*${N}\\s*[–~-]\\s*${N}`, 'g'),
    read: ([text = '', from = '', to = '']) => [
      { name: 'shoeSize', label: specLabels.shoeSize, text: text.trim(), kind: 'range', range: [numberOf(from), numberOf(to)], unit: '1' },
    ],
  },
  {
    pattern: new RegExp(`${N}\\s*:\\s*1(?![\\d.])`, 'g'),
    read: ([text = '', number = '']) => [value('gearRatio', text, numberOf(number), '1')],
  },
  pair('bearings', '\\+', '1', (kind) => has(kind, '轮', 'reel')),
  pair('action', '/', '1', (kind) => has(kind, '竿', 'rod')),
  {
    pattern: /([三四五六七])([三四五六七])调/g,
    read: ([text = '', one = '', other = '']) => [values('action', text, [digit(one), digit(other)], '1')],
  },
  measured('closedLength', ['cm', 'm'], 'm', '(?:closed|收缩|收长)\\s*'),
  measured('headSize', ['cm', 'm'], 'm', '(?:head|网头)\\s*'),
  measured('rodLength', ['m'], 'm', '', '\\s*rods?'),
  measured('casting', ['号'], '号', '(?:cast|抛投)\\s*'),
  measured('drag', ['kg'], 'g', '(?:drag|刹车)\\s*'),
  measured('maxLoad', ['kg'], 'g', '(?:load|承重)\\s*'),
  measured('lead', ['g'], 'g', '(?:lead|吃铅)\\s*'),
  measured('fillWeight', ['g'], 'g', '(?:down|fill|充绒)\\s*'),
  measured('hydrostaticHead', ['mm'], 'mm[H2O]', '(?:outer|外帐)\\s*'),
  measured('floorHydrostaticHead', ['mm'], 'mm[H2O]', '(?:floor|帐底)\\s*'),
  { pattern: new RegExp(`\\br\\s*${N}`, 'g'), read: ([text = '', number = '']) => [value('rValue', text, numberOf(number), '1')] },
  counted('rings', 'rings?\\b|环'),
  counted('sections', '节|sections?\\b'),
  counted('pieces', '枚|pcs\\b|只装'),
  counted('seasons', 'seasons?\\b|季'),
  counted('persons', 'p(?![a-z])|人|persons?\\b'),
  { pattern: /([双两三四五六八])人/g, read: ([text = '', number = '']) => [value('persons', text, digit(number), '1')] },
  { pattern: /([三四])季/g, read: ([text = '', number = '']) => [value('seasons', text, digit(number), '1')] },
  measured('battery', ['mAh'], 'mA.h'),
  measured('luminousFlux', ['lm'], 'lm'),
  measured('powerOutput', ['kW'], 'kW'),
  measured('volume', ['L'], 'L'),
  measured('fabric', ['D'], '[den]'),
  measured((kind) => (has(kind, '钩', 'hook') ? 'hookNumber' : null), ['#', '号'], '#'),
  measured(bareNumber, ['号'], '号'),
  measured(bareMillimetres, ['mm'], 'mm[H2O]'),
  measured(bareCentimetres, ['cm'], 'm'),
  measured(bareLength, ['m', 'in'], 'm'),
  measured('weight', ['kg'], 'g'),
  measured(bareGrams, ['g'], 'g'),
  {
    // A reel's size is a bare number of its trade: 2500 holds 150 m of 2.5号. It is no length and no weight.
    pattern: /(?<=轮\s*)(\d{3,5})(?![\d.]|\s*[a-z])/g,
    read: ([text = '', number = '']) => [value('size', text, numberOf(number), '1')],
  },
  {
    pattern: /(?<![a-z])(uul|ul|ml|mh|xxh|xh|l|m|h)(?![a-z])/g,
    read: ([text = ''], kind) => (has(kind, '竿', 'rod') ? [grade('power', text)] : []),
  },
  {
    pattern: /(?<![a-z])(ss|s|mr|rf|r|ff|f|xf)(?![a-z])/g,
    read: ([text = ''], kind) => (has(kind, '竿', 'rod') ? [grade('taper', text)] : []),
  },
]

function grade(name: SpecName, text: string): Spec {
  return { name, label: specLabels[name], text: text.trim(), kind: 'grade', grade: text.trim().toUpperCase() }
}
