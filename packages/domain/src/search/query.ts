import type { SpecName, SpecUnit, WrittenUnit } from '@bobber/protocol'
import { READ } from '../specs/around.ts'
import type { Amount, Figure } from '../specs/figures.ts'
import { sureReadings } from '../specs/read.ts'
import { inUnit } from '../specs/readings.ts'
import { Sheet, type SpecOfText } from '../specs/sheet.ts'
import { withoutTalk } from './talk.ts'

/** A figure as asked for: what it may be compared with, and the unit it was asked in. */
export interface AskedFigure {
  readonly writtenIn: WrittenUnit | null
  readonly readings: readonly AskedReading[]
  /** what the query calls it (收缩 112cm): the attribute, or else a word of the product's own; null: any attribute that fits */
  readonly named: { readonly name: SpecName; readonly word: string } | null
}

/** In a canonical unit. Several spans are the numbers of one attribute: 4×4.4, 9+1. */
export interface AskedReading {
  readonly unit: SpecUnit
  readonly spans: readonly Span[]
}

/** Both ends included. */
export type Span = readonly [low: number, high: number]

export interface Query {
  readonly figures: readonly AskedFigure[]
  readonly words: readonly string[]
}

/** Figures that differ by less than this share are the same: 12 ft asked as 3.66 m doesn't find 3.6 m. */
const TOLERANCE = 0.005
/** What a customer asks of is any product: words and signs say what a number is, whatever the kind. */
const anything = { kind: null, about: '', asked: true } as const

/** `3.6米海竿` → the figure 3.6 m and the word 海竿; read as a product's own words are (A6). */
export function parseQuery(text: string): Query {
  const sheet = new Sheet(text)
  const figures: AskedFigure[] = []
  for (const reading of sureReadings) {
    sheet.read((figure, around) => {
      const taken = reading(figure, around, anything)
      if (!taken) return null
      const word = `${sheet.rest.slice(taken.at, figure.at)} ${sheet.rest.slice(figure.end, taken.end)}`.trim()
      const sure = word !== '' || figure.joint === '×' || figure.amounts.every(({ unit }) => unit === null)
      figures.push(...(sure ? taken.specs.flatMap((spec) => calledBy(spec, word)) : measured(figure)))
      return taken
    })
  }
  sheet.read((figure) => {
    if (figure.amounts.some(({ unit }) => unit === null)) return null
    figures.push(...measured(figure))
    return { at: figure.at, end: figure.end, specs: [] }
  })
  return { figures, words: withoutTalk(sheet.rest.replaceAll(READ, ' ')) }
}

/** 3.6-4.5米 is anything between; of 4×4.4 m or 5/−1 ℃ each number has to be there. */
function measured({ amounts, joint }: Figure): AskedFigure[] {
  const [first, last] = amounts
  if (joint === '–' && first && last && first.value <= last.value) return [between(first, last)]
  return amounts.map((amount) => between(amount, amount))
}

/** Millimetres also say line diameters and water columns, 号 also hooks, which aren't lengths. */
function between(from: Amount, to: Amount): AskedFigure {
  const key = from.unit?.key ?? null
  const others: readonly SpecUnit[] = key === 'mm' ? ['mm', 'mm[H2O]'] : key === '号' ? ['#'] : key === '#' ? ['号'] : []
  const units = [...(from.unit ? [from.unit.unit] : []), ...others]
  return { writtenIn: key, readings: units.map((unit) => ({ unit, spans: [within(inUnit(from, unit), inUnit(to, unit))] })), named: null }
}

/** 7环 are rings and nothing else, 9+1 a reel's bearings. */
function calledBy(spec: SpecOfText, word: string): AskedFigure[] {
  if (spec.kind === 'grade') return []
  const { name, unit, written } = spec
  const numbers: readonly Span[] =
    spec.kind === 'range' ? [spec.range] : (spec.kind === 'value' ? [spec.value] : spec.values).map((value): Span => [value, value])
  const spans = numbers.map(([low, high]) => within(low, high))
  return [{ writtenIn: written, readings: [{ unit, spans }], named: { name, word } }]
}

function within(low: number, high: number): Span {
  return [low - TOLERANCE * Math.abs(low), high + TOLERANCE * Math.abs(high)]
}
