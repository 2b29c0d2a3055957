import type { Spec, SpecReading } from '@bobber/protocol'
import { READ } from './around.ts'
import { readGrades } from './grades.ts'
import { kindOf } from './kinds.ts'
import { specLabels } from './labels.ts'
import { bare, byCount, byWordBefore, byWordBehind } from './readings.ts'
import { type Reading, Sheet, type Subject, type Taken } from './sheet.ts'
import { bySign } from './signs.ts'
import { NUMBER, plain } from './units.ts'

/** A product's words as the shop wrote them. */
export interface Described {
  readonly name: string
  readonly category: string
  readonly specs: string
}

/** What a word or a sign makes sure, in this order. */
export const sureReadings: readonly Reading[] = [byCount, byWordBefore, bySign, byWordBehind]

/**
 * Reads attributes out of a product's name and specification (A1–A5). What isn't sure is left in `notUnderstood`:
 * a wrong number is worse than a missing one. The name's plain words aren't reported, only its figures.
 */
export function readSpecs({ name, category, specs }: Described): SpecReading {
  const subject = { kind: kindOf(plain(category), plain(name)), about: plain(`${category} ${name}`), asked: false }
  const sheets = [new Sheet(specs), new Sheet(name)] as const
  for (const reading of sureReadings) for (const sheet of sheets) sheet.read((figure, around) => reading(figure, around, subject))
  readBare(sheets, subject)
  for (const sheet of sheets) readGrades(sheet, subject)
  const [written, named] = sheets
  const rest = sheets.map((sheet) => sheet.rest.replaceAll(READ, ' '))
  const [restWritten = '', restNamed = ''] = rest
  return {
    specs: withoutRepeats([...specsOf(written, specs), ...specsOf(named, name)]),
    notUnderstood: [...piecesOf(specs, restWritten, /[\p{L}\d]/u), ...piecesOf(name, restNamed, /\d/)],
    figures: {
      total: figuresIn(specs) + figuresIn(name),
      understood: figuresIn(specs) + figuresIn(name) - figuresIn(restWritten) - figuresIn(restNamed),
    },
  }
}

/** How many numbers stand in a text. */
export function figuresIn(text: string): number {
  return plain(text).match(new RegExp(NUMBER, 'g'))?.length ?? 0
}

/** A second length that nothing names, and isn't the first one, is of something else: both rods of a set, or a rod put together. */
function readBare(sheets: readonly Sheet[], subject: Subject): void {
  const known = new Map<string, string>()
  const said = ({ specs }: Taken): [name: string, numbers: string][] => specs.map((spec) => [spec.name, numbersText(spec)])
  const keep = (taken: Taken): void => {
    for (const [name, numbers] of said(taken)) if (!known.has(name)) known.set(name, numbers)
  }
  for (const { taken } of sheets) for (const each of taken) keep(each)
  for (const sheet of sheets) {
    sheet.read((figure, around) => {
      const taken = bare(figure, around, subject)
      if (!taken || said(taken).some(([name, numbers]) => (known.get(name) ?? numbers) !== numbers)) return null
      keep(taken)
      return taken
    })
  }
}

function specsOf({ taken }: Sheet, text: string): Spec[] {
  return taken
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ at, end, specs }) => specs.map((spec) => ({ ...spec, label: specLabels[spec.name], text: text.slice(at, end).trim() })))
}

/** What is left between commas and holds something `worth` telling, as it was written. */
function piecesOf(text: string, rest: string, worth: RegExp): string[] {
  const pieces: string[] = []
  for (const match of rest.matchAll(/(?:[^,，;；、|\n]|(?<=\d),(?=\d{3}(?!\d)))+/g)) {
    const piece = match[0]
    const start = piece.search(/\S/)
    if (worth.test(piece) && !/^\s*(?:大?约|适[用合]|个|规格|参数)?\s*[:：]?\s*$/.test(piece))
      pieces.push(text.slice(match.index + start, match.index + piece.trimEnd().length))
  }
  return pieces
}

/** The name often says again what the specification says; the first stays. */
function withoutRepeats(specs: readonly Spec[]): Spec[] {
  const seen = new Set<string>()
  return specs.filter((spec) => {
    const said = `${spec.name} ${numbersText(spec)}`
    const known = seen.has(said)
    seen.add(said)
    return !known
  })
}

function numbersText(spec: Taken['specs'][number] | Spec): string {
  switch (spec.kind) {
    case 'value':
      return String(spec.value)
    case 'range':
      return spec.range.join('–')
    case 'values':
      return spec.values.join(' ')
    case 'grade':
      return spec.grade
  }
}
