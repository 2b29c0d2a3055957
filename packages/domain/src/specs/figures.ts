import { digitOf, HAN_NUMBER, hanNumber } from './han-number.ts'
import { NUMBER, spellings, type UnitSpelling } from './units.ts'

/** What stands between the numbers of one figure: 4×4.4, 36–46, 5/−1, 9+1, 5.2:1. */
export type Joint = '×' | '–' | '/' | '+' | ':'

export interface Amount {
  readonly value: number
  readonly unit: UnitSpelling | null
}

/** One number, or several that are joined, with the units as written; `at` and `end` are its place in the text. */
export interface Figure {
  readonly at: number
  readonly end: number
  readonly amounts: readonly Amount[]
  readonly joint: Joint | null
}

interface Atom extends Amount {
  readonly at: number
  readonly end: number
  /** how long the sign before it is: 5/−1, 零下5; only degrees can be below zero, elsewhere it is a dash */
  readonly sign: number
}

/** Nouns that are counted: a Chinese numeral before them is a number, a bare one anywhere else is part of a word. */
const COUNTED = '个?人|季|节|个?导?环|枚|只装|支装|调'
const UNIT = spellings.map(({ pattern }) => pattern).join('|')

const atoms = new RegExp(
  [
    String.raw`(?<feet>(?<![\d.])\d{1,2})\s*(?:['′]|(?:ft|英尺)(?=[\s\d.]*(?:in|英寸)))\s*(?<inches>\d{1,2}(?:\.\d+)?)\s*(?:["″]|in(?![a-z])|英寸)?`,
    // 3米6, 两米一, 三米半
    String.raw`(?<metres>(?<![\d.])\d{1,2}|${HAN_NUMBER})米(?<tenths>\d{1,2}|[一二三四五六七八九半])(?!\d|[.,]\d|\s*(?:${UNIT}|${COUNTED}))`,
    String.raw`(?:(?<number>${NUMBER})|(?<han>${HAN_NUMBER})(?=\s*(?:${UNIT}|${COUNTED})))(?:\s*(?<unit>${UNIT}))?`,
  ].join('|'),
  'gu',
)
const joints: readonly (readonly [RegExp, Joint])[] = [
  [/^[×x*✕]$/, '×'],
  [/^(?:[–—―~〜−-]|至|到)$/, '–'],
  [/^\/$/, '/'],
  [/^\+$/, '+'],
  [/^:$/, ':'],
]
const anchored = spellings.map((spelling) => ({ spelling, pattern: new RegExp(`^(?:${spelling.pattern})$`, 'u') }))
const feet = spellings.find(({ key }) => key === 'ft') ?? null
const metre = spellings.find(({ key }) => key === 'm') ?? null

interface Group {
  readonly atoms: readonly Atom[]
  readonly joint: Joint | null
}

/** All figures of a text made plain, in its order. */
export function figuresOf(text: string): Figure[] {
  const groups: Group[] = []
  for (const atom of atomsOf(text)) {
    const group = groups.at(-1)
    const last = group?.atoms.at(-1)
    const joint = last ? jointBetween(text.slice(last.end, atom.at - atom.sign)) : null
    const joined = group && last && joint && (group.joint === null || group.joint === joint) && fit(last, atom)
    if (joined) groups[groups.length - 1] = { atoms: [...group.atoms, atom], joint }
    else groups.push({ atoms: [atom], joint: null })
  }
  return groups.map(figureOf)
}

function atomsOf(text: string): Atom[] {
  const found: Atom[] = []
  for (const match of text.matchAll(atoms)) {
    const { feet: feetOf, inches, metres, tenths, number, han, unit: spelled } = match.groups ?? {}
    const at = match.index
    const place = { at, end: at + match[0].trimEnd().length, sign: signBefore(text.slice(found.at(-1)?.end ?? 0, at), found.length > 0) }
    const unit = spelled === undefined ? null : spellingOf(spelled)
    if (feetOf !== undefined && inches !== undefined) found.push({ ...place, value: Number(feetOf) + Number(inches) / 12, unit: feet })
    else if (metres !== undefined && tenths !== undefined) found.push({ ...place, value: metresOf(metres, tenths), unit: metre })
    else if (number !== undefined) found.push({ ...place, value: Number(number.replaceAll(',', '')), unit })
    else if (han !== undefined && !Number.isNaN(hanNumber(han))) found.push({ ...place, value: hanNumber(han), unit })
  }
  return found
}

function spellingOf(written: string): UnitSpelling | null {
  return anchored.find(({ pattern }) => pattern.test(written))?.spelling ?? null
}

/** Between two numbers one dash joins them; behind a letter it is part of a name. */
function signBefore(before: string, afterNumber: boolean): number {
  const sign = /(?:零下\s*|[−-])$/.exec(before)?.[0].length ?? 0
  const rest = before.slice(0, before.length - sign)
  return (afterNumber && rest.trim() === '') || /[a-z\d]$/.test(rest) ? 0 : sign
}

function metresOf(metres: string, tenths: string): number {
  const whole = /^\d/.test(metres) ? Number(metres) : hanNumber(metres)
  if (tenths === '半') return whole + 0.5
  return Number(`${whole}.${/^\d/.test(tenths) ? tenths : digitOf(tenths)}`)
}

function jointBetween(gap: string): Joint | null {
  return joints.find(([sign]) => sign.test(gap.trim()))?.[1] ?? null
}

/** Numbers are joined when they measure the same; a line's number and its length as well: 3号×150 m. */
function fit({ unit: one }: Amount, { unit: other }: Amount): boolean {
  if (one === null || other === null) return one === null
  return one.unit === other.unit || (one.key === '号' && other.key === 'm')
}

function figureOf({ atoms: parts, joint }: Group): Figure {
  const unitOf = ({ unit }: Atom): UnitSpelling | null => unit ?? parts.at(-1)?.unit ?? null
  const signed = (part: Atom): number => (unitOf(part)?.unit === 'Cel' ? part.sign : 0)
  return {
    at: Math.min(...parts.map((part) => part.at - signed(part))),
    end: Math.max(...parts.map(({ end }) => end)),
    amounts: parts.map((part) => ({ value: signed(part) > 0 ? -part.value : part.value, unit: unitOf(part) })),
    joint,
  }
}
