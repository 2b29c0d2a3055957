import { type Refusal, refuse } from '@bobber/protocol'
import type { Asker } from '../../platform/deps.ts'

/** A picture takes a core for tenths of a second and up to 160 MB, a clip twice that. */
interface Line {
  readonly atOnce: number
  atWork: number
  readonly waiting: (() => void)[]
}
/** Staff have a line of their own: a crowd of visitors must not keep a hand-over waiting for its photos. */
const lines: Record<'staff' | 'visitors', Line> = {
  staff: { atOnce: 2, atWork: 0, waiting: [] },
  visitors: { atOnce: 1, atWork: 0, waiting: [] },
}
/** Nobody waits longer than a minute. */
const longest = 20

/** Works on an upload when it is its turn; refusal `busy`: the line is too long. */
export async function inTurn<Result>(asker: Pick<Asker, 'class'>, work: () => Promise<Result>): Promise<Result | Refusal> {
  const line = lines[asker.class === 'staff' ? 'staff' : 'visitors']
  if (line.atWork < line.atOnce) line.atWork++
  else if (line.waiting.length >= longest) return refuse('busy', undefined, 2000)
  else await new Promise<void>((resolve) => line.waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = line.waiting.shift()
    if (next) next()
    else line.atWork--
  }
}
