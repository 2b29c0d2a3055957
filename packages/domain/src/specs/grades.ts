import type { SpecName } from '@bobber/protocol'
import type { Kind } from './kinds.ts'
import type { Sheet, Subject } from './sheet.ts'

const POWER = 'uul|ul|ml|mh|xxh|xh|l|m|h'
const TAPER = 'ss|s|mr|rf|r|ff|f|xf'
const scales: readonly (readonly [SpecName, RegExp])[] = [
  ['power', new RegExp(`(?<=^|[\\s,;:|/(]|\\0)(?:(?:硬度|power)[\\s:]*)?(?<grade>${POWER})(?![a-z\\d]|-\\d)`, 'g')],
  // MH-F: what stands before the dash has been read by now.
  ['taper', new RegExp(`(?<=^|[\\s,;:|/(]|\\0-?)(?:(?:调性|action)[\\s:]*)?(?<grade>${TAPER})(?![a-z\\d]|-\\d)`, 'g')],
]
const alone = new RegExp(`^(?:${POWER}|${TAPER})(?:[\\s/-](?:${POWER}|${TAPER}))*调?$`)
const rods: readonly (Kind | null)[] = ['rod', 'lureRod', 'rockRod']

export function isRod({ kind }: Subject): boolean {
  return rods.includes(kind)
}

/** Nothing but steps of a rod's scales: ML, MH-F. */
export function isGrades(words: string): boolean {
  return alone.test(words)
}

/** Steps of a rod's scales, which have no numbers. Of letters that stand by themselves among what is no figure. */
export function readGrades(sheet: Sheet, subject: Subject): void {
  if (!isRod(subject)) return
  for (const [name, pattern] of scales) {
    for (const { index, 0: written, groups } of sheet.words.matchAll(pattern)) {
      sheet.take({
        at: index,
        end: index + written.length,
        specs: [{ name, kind: 'grade', grade: (groups?.['grade'] ?? '').toUpperCase() }],
      })
    }
  }
}
