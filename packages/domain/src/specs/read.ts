import type { Spec, SpecReading } from '@bobber/protocol'
import { rules } from './rules.ts'
import { NUMBER, plain } from './units.ts'

/** A product's words as the shop wrote them. */
export interface Described {
  readonly name: string
  readonly category: string
  readonly specs: string
}

/**
 * Reads attributes out of a product's name and specification (A1–A5). What isn't sure is left in `notUnderstood`:
 * a wrong number is worse than a missing one. The name's plain words aren't reported, only its figures.
 */
export function readSpecs({ name, category, specs }: Described): SpecReading {
  const kind = plain(`${category} ${name}`)
  const written = readText(specs, kind)
  const named = readText(name, kind)
  return {
    specs: withoutRepeats([...written.specs, ...named.specs]),
    notUnderstood: [...piecesOf(specs, written.rest, /[\p{L}\d]/u), ...piecesOf(name, named.rest, /\d/)],
    figures: {
      total: figuresIn(specs) + figuresIn(name),
      understood: figuresIn(specs) + figuresIn(name) - figuresIn(written.rest) - figuresIn(named.rest),
    },
  }
}

/** How many numbers stand in a text. */
export function figuresIn(text: string): number {
  return plain(text).match(new RegExp(NUMBER, 'g'))?.length ?? 0
}

/** `rest` is the text with what was understood blanked out, position for position. */
function readText(text: string, kind: string): { specs: Spec[]; rest: string } {
  const found: { at: number; specs: Spec[] }[] = []
  let rest = plain(text)
  for (const { pattern, read } of rules) {
    for (const match of rest.matchAll(pattern)) {
      const specs = read(match, kind).map((spec) => ({ ...spec, text: text.slice(match.index, match.index + match[0].length).trim() }))
      if (specs.length === 0) continue
      found.push({ at: match.index, specs })
      rest = rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length)
    }
  }
  return { specs: found.toSorted((one, other) => one.at - other.at).flatMap(({ specs }) => specs), rest }
}

/** What is left between commas and holds something `worth` telling, as it was written. */
function piecesOf(text: string, rest: string, worth: RegExp): string[] {
  const pieces: string[] = []
  for (const match of rest.matchAll(/(?:[^,，;；、]|(?<=\d),(?=\d{3}(?!\d)))+/g)) {
    const piece = match[0]
    const start = piece.search(/\S/)
    if (worth.test(piece)) pieces.push(text.slice(match.index + start, match.index + piece.trimEnd().length))
  }
  return pieces
}

/** The name often says again what the specification says; the first stays. */
function withoutRepeats(specs: readonly Spec[]): Spec[] {
  const seen = new Set<string>()
  return specs.filter((spec) => {
    const said = JSON.stringify({ ...spec, label: null, text: null })
    const known = seen.has(said)
    seen.add(said)
    return !known
  })
}
