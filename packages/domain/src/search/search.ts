import type { Spec } from '@bobber/protocol'
import { plain, writtenUnits } from '../specs/units.ts'
import { type AskedFigure, parseQuery, type Query } from './query.ts'

/** What of a product can be searched. */
export interface Searchable {
  readonly name: string
  readonly category: string
  readonly brand: string
  readonly skus: readonly string[]
  readonly specs: readonly Spec[]
}

/**
 * How well a product answers a query: `no`; `sure`; or `converted`: its figure fits when converted, while it has
 * another figure written in the very unit that was asked in.
 */
export type Answer = 'no' | 'converted' | 'sure'

/** Figures that differ by less than this share are the same: 12 ft asked as 3.66 m doesn't find 3.6 m. */
const TOLERANCE = 0.005

/**
 * The products that answer `text`, in their given order; an empty query is answered by all. Where some answer surely,
 * those that only answer by conversion are left out (A7): `360cm` finds the rod of 3.6 m, and not the one whose
 * centimetres are said, and are 112.
 */
export function search<Product extends Searchable>(text: string, products: readonly Product[]): Product[] {
  const query = parseQuery(text)
  const answers = products.map((product) => ({ product, answer: answerOf(query, product) }))
  const best = answers.some(({ answer }) => answer === 'sure') ? 'sure' : 'converted'
  return answers.filter(({ answer }) => answer === best).map(({ product }) => product)
}

/** How well one product answers, all of the query's figures and words together. */
export function answerOf({ figures, words }: Query, product: Searchable): Answer {
  const hay = plain(
    [product.name, product.category, product.brand, ...product.skus, ...product.skus.map((sku) => sku.replace(/[-_ ]/g, ''))].join(' '),
  )
  if (!words.every((word) => saysWord(hay, word))) return 'no'
  const found = figures.map((figure) => answerFigure(figure, product.specs))
  if (found.includes('no')) return 'no'
  return found.includes('converted') ? 'converted' : 'sure'
}

function answerFigure({ writtenIn, readings }: AskedFigure, specs: readonly Spec[]): Answer {
  const fits = (spec: Spec): boolean =>
    spec.kind !== 'grade' &&
    readings.some((reading) => reading.unit === spec.unit && numbersOf(spec).some((value) => near(value, reading.value)))
  const fitting = specs.filter(fits)
  if (fitting.length === 0) return 'no'
  if (fitting.some((spec) => isWrittenIn(spec, writtenIn))) return 'sure'
  return specs.some((spec) => isWrittenIn(spec, writtenIn)) ? 'converted' : 'sure'
}

function numbersOf(spec: Exclude<Spec, { kind: 'grade' }>): readonly number[] {
  if (spec.kind === 'value') return [spec.value]
  return spec.kind === 'range' ? spec.range : spec.values
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other))
}

function isWrittenIn(spec: Spec, key: string): boolean {
  const pattern = writtenUnits.find((unit) => unit.key === key)?.pattern
  return pattern !== undefined && new RegExp(String.raw`\d\s*${pattern}`).test(plain(spec.text))
}

/** A word is said outright, or most of its pairs of characters are: `海竿中硬` finds 海竿 3.6 m 中硬. */
function saysWord(hay: string, word: string): boolean {
  if (hay.includes(word)) return true
  const pairs = Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2))
  if (!/\p{Script=Han}/u.test(word) || pairs.length < 3) return false
  const said = pairs.filter((pair) => hay.includes(pair)).length
  return said / pairs.length > 0.6
}
