import type { Spec, WrittenUnit } from '@bobber/protocol'
import { plain } from '../specs/units.ts'
import { type AskedFigure, type AskedReading, parseQuery, type Span } from './query.ts'

/** What of a product can be searched. */
export interface Searchable {
  readonly name: string
  readonly category: string
  readonly brand: string
  readonly skus: readonly string[]
  /** the specification as the shop wrote it, and what was read out of it and the name */
  readonly written: string
  readonly specs: readonly Spec[]
}

/**
 * How well a product answers a query, worst first: `kind`: a word names the kind of thing that it is one of; `loose`: its figure fits when
 * converted, while it has another figure written in the very unit that was asked in, or a word is only a part of its brand's name.
 */
const answers = ['no', 'kind', 'loose', 'sure'] as const
type Answer = (typeof answers)[number]

/**
 * The products that answer `text`, in their given order; an empty query is answered by all. Of several ways to answer only the best that
 * any product has counts (A7): `360cm` finds the rod of 3.6 m, and not the one whose centimetres are said, and are 112; `浮漂` finds floats,
 * and not all that 浮漂自营 sells; `鱼竿`, which no product is called, finds 海竿 and 路亚竿.
 */
export function search<Product extends Searchable>(text: string, products: readonly Product[]): Product[] {
  const { figures, words } = parseQuery(text)
  const asked = { figures, words: words.map(askedWord) }
  const answered = products.map((product) => ({ product, answer: answerOf(asked, product) })).filter(({ answer }) => answer !== 'no')
  const best = answers.findLast((one) => answered.some(({ answer }) => answer === one))
  return answered.filter(({ answer }) => answer === best).map(({ product }) => product)
}

interface Asked {
  readonly figures: readonly AskedFigure[]
  readonly words: readonly AskedWord[]
}

/** How well one product answers, all of the query's figures and words together. */
function answerOf({ figures, words }: Asked, product: Searchable): Answer {
  const { name, category, brand, skus, written, specs } = product
  const own = [name, category, ...skus, ...skus.map((sku) => sku.replace(/[-_ ]/g, '')), written]
  const [said, madeBy] = [own.join(' '), brand].map((text) => plain(text).replaceAll('×', 'x'))
  const all = [
    ...words.map((word) => answerWord(word, said ?? '', madeBy ?? '', plain(category))),
    ...figures.map((figure) => answerFigure(figure, specs, said ?? '')),
  ]
  return answers.find((one) => all.includes(one)) ?? 'sure'
}

function answerWord({ word, isIn, kind }: AskedWord, said: string, madeBy: string, category: string): Answer {
  if (isIn(said) || madeBy === word || madeBy.split(' ').includes(word)) return 'sure'
  if (isIn(`${said} ${madeBy}`)) return 'loose'
  return kind !== null && category.endsWith(kind) ? 'kind' : 'no'
}

function answerFigure({ writtenIn, readings, named }: AskedFigure, specs: readonly Spec[], said: string): Answer {
  const isNamed = ({ name }: Spec): boolean => {
    if (named === null || name === named.name || (named.name === 'weight' && name === 'netWeight')) return true
    return writtenIn !== null && named.word !== '' && said.includes(named.word)
  }
  const fitting = specs.filter((spec) => isNamed(spec) && readings.some((reading) => fits(spec, reading)))
  if (fitting.length === 0) return 'no'
  if (fitting.some((spec) => isWrittenIn(spec, writtenIn))) return 'sure'
  return specs.some((spec) => isWrittenIn(spec, writtenIn)) ? 'loose' : 'sure'
}

/** One number asked for may be any of an attribute's, several are all of them: 4×4 m isn't 4×4.4 m. */
function fits(spec: Spec, { unit, spans }: AskedReading): boolean {
  if (spec.kind === 'grade' || unit !== spec.unit) return false
  const numbers = spansOf(spec)
  const [only] = spans
  if (only && spans.length === 1) return numbers.some((span) => meet(span, only))
  const sorted = numbers.toSorted(([one], [other]) => one - other)
  return (
    spans.length === numbers.length &&
    spans.toSorted(([one], [other]) => one - other).every((span, nth) => meet(sorted[nth] ?? [NaN, NaN], span))
  )
}

function meet([from, to]: Span, [low, high]: Span): boolean {
  return from <= high && to >= low
}

function spansOf(spec: Exclude<Spec, { kind: 'grade' }>): readonly Span[] {
  if (spec.kind === 'range') return [spec.range]
  return (spec.kind === 'value' ? [spec.value] : spec.values).map((value) => [value, value])
}

function isWrittenIn(spec: Spec, unit: WrittenUnit | null): boolean {
  return unit !== null && spec.kind !== 'grade' && spec.written === unit
}

interface AskedWord {
  readonly word: string
  /** the character that says what kind of thing a short Chinese word is, its last: 鱼竿 is a 竿 */
  readonly kind: string | null
  readonly isIn: (text: string) => boolean
}

/**
 * A word is said outright, or most of its pairs of characters are: `海竿中硬` finds 海竿 3.6 m 中硬. Latin letters and digits only where a
 * word of theirs begins, and few of them only as the whole of it: `ml` isn't in `html`, nor `m` in everything.
 */
function askedWord(word: string): AskedWord {
  if (!/\p{Script=Han}/u.test(word)) {
    const pattern = latin(word)
    return { word, kind: null, isIn: (text) => pattern.test(text) }
  }
  const pairs = Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2))
  const most = (text: string): boolean => pairs.length > 2 && pairs.filter((pair) => text.includes(pair)).length / pairs.length > 0.6
  const kind = /^\p{Script=Han}{2,3}$/u.test(word) ? word.slice(-1) : null
  return { word, kind, isIn: (text) => text.includes(word) || most(text) }
}

/** `boots` is asked for by its beginning, and so is `RH-36`; `ml` and `2500` only whole, and no unit behind a number. */
function latin(word: string): RegExp {
  const written = word.replace(/(?<=[a-z]{3})s$/, '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const short = word.length < 3
  const before = short ? '(?<!\\d\\s?)' : ''
  const behind = short || /^[\d.]+$/.test(word) ? '(?![\\p{Script=Latin}\\d])' : ''
  return new RegExp(`(?<![\\p{Script=Latin}\\d])${before}${written}${behind}`, 'u')
}
