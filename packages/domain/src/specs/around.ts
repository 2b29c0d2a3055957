import type { Figure } from './figures.ts'

/** The words next to a figure. */
export interface Around {
  /** between this figure and the one, or the sign, before it; without what only fills */
  readonly lead: string
  readonly leadAt: number
  /** a bracket closes before it, whose words are of the figure before: 3.6 m (展开) 1.12 m (收缩) */
  readonly closed: boolean
  /** between this figure and the one, or the sign, behind it */
  readonly tail: string
  readonly tailAt: number
  /** a letter stands right before the number, as in the name of a model: GX360 */
  readonly attached: boolean
}

/** What has been understood is blanked out by this, position for position, and parts what stands around it. */
export const READ = '\0'

const ENDS = /[,;、|。)\]】\n\r\t\0]|\s\/\s|\.\s/gu
const FILLS = String.raw`[\s:=()[\]【】「」“”"~≈≤*·/-]`
const FILLS_BEFORE = new RegExp(
  `(?:${FILLS}|约为?|大约|规格|参数|最[大高]|可达|达|为|是|(?<![a-z])(?:about|approx\\.?|max\\.?|up to))+$`,
  'u',
)
const FILLS_BEHIND = new RegExp(`^${FILLS}+`, 'u')

/** `rest` is the text made plain, with `READ` where something was understood. */
export function aroundOf(rest: string, figures: readonly Figure[], index: number): Around {
  const figure = figures[index]
  const at = figure?.at ?? 0
  const end = figure?.end ?? 0
  const before = rest.slice(figures[index - 1]?.end ?? 0, at)
  const behind = rest.slice(end, figures[index + 1]?.at ?? rest.length)
  const last = [...before.matchAll(ENDS)].at(-1)
  const open = last ? before.slice(last.index + last[0].length) : before
  const filled = open.replace(FILLS_BEFORE, '')
  const lead = filled.replace(FILLS_BEHIND, '')
  const ended = behind.search(ENDS)
  const shut = ended === -1 ? behind : behind.slice(0, ended)
  const tail = shut.replace(FILLS_BEHIND, '')
  return {
    lead,
    leadAt: at - open.length + filled.length - lead.length,
    closed: last !== undefined && /[)\]】]/.test(last[0]),
    tail: tail.replace(FILLS_BEFORE, ''),
    tailAt: end + shut.length - tail.length,
    attached: /[a-z]-?$/.test(before),
  }
}
