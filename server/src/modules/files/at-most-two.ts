import { type Refusal, refuse } from '@bobber/protocol'

let atWork = 0

/** Works on a picture or clip unless two are worked on: one takes a core for tenths of a second and up to 160 MB, a clip twice that. */
export async function atMostTwo<Result>(work: () => Promise<Result>): Promise<Result | Refusal> {
  if (atWork >= 2) return refuse('busy', undefined, 1000)
  atWork++
  try {
    return await work()
  } finally {
    atWork--
  }
}
