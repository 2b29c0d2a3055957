import type { SpecUnit } from '@bobber/protocol'
import { NUMBER, canonical, numberOf, plain, writtenUnits } from '../specs/units.ts'

/** A number with a unit, as asked for: what it may be compared with, and the unit it was asked in. */
export interface AskedFigure {
  readonly writtenIn: string
  readonly readings: readonly { readonly unit: SpecUnit; readonly value: number }[]
}

export interface Query {
  readonly figures: readonly AskedFigure[]
  readonly words: readonly string[]
}

const figure = new RegExp(
  `((?:(?<!\\w)[−-])?(?:${NUMBER}))\\s*(?:${writtenUnits.map(({ pattern }, index) => `(?<u${index}>${pattern})`).join('|')})`,
  'g',
)
const spoken = /([一二两三四五六七八九])米([一二三四五六七八九])?/g
const numerals = '〇一二三四五六七八九'
/** What a customer says around the thing she looks for: `3.6 m 海竿有没有`. */
const courtesies = /请问|有没有|有没|有吗|多少钱|我想|想租|想要|想买|出租|租用|吗|呢|[?？!！。，,、;；]/g

/** `3.6米海竿` → the figure 3.6 m and the word 海竿 (A6). */
export function parseQuery(text: string): Query {
  const figures: AskedFigure[] = []
  const digits = plain(text).replace(spoken, (_, metres: string, tenths?: string) => {
    const whole = metres === '两' ? 2 : numerals.indexOf(metres)
    return `${whole}${tenths ? `.${numerals.indexOf(tenths)}` : ''}米 `
  })
  const rest = digits.replace(figure, (matched, number: string, ...groups) => {
    const named: unknown = groups.at(-1)
    const index = writtenUnits.findIndex((_, at) => isGroups(named) && named[`u${at}`] !== undefined)
    const written = writtenUnits[index]
    if (!written) return matched
    figures.push({
      writtenIn: written.key,
      readings: readingsOf(written.unit === 'Cel' ? numberOf(number) : Math.abs(numberOf(number)), written),
    })
    return ' '
  })
  const words = rest.replace(courtesies, ' ').split(/\s+/)
  return { figures, words: words.filter((word) => word !== '') }
}

function isGroups(value: unknown): value is Record<string, string | undefined> {
  return typeof value === 'object' && value !== null
}

/** Millimetres also say line diameters and water columns, 号 also hooks, which aren't lengths. */
function readingsOf(number: number, { key, unit, factor }: (typeof writtenUnits)[number]): AskedFigure['readings'] {
  const readings = [{ unit, value: canonical(number, factor) }]
  const others: readonly SpecUnit[] = key === 'mm' ? ['mm', 'mm[H2O]'] : key === '号' ? ['#'] : key === '#' ? ['号'] : []
  return [...readings, ...others.map((other) => ({ unit: other, value: number }))]
}
