import { isRefusal, type WordedRefusal } from '@bobber/protocol'

/** What a screen shows when something didn't work: the words of a refusal, or which fault it was. */
export type Problem = { kind: 'refused'; refusal: WordedRefusal } | { kind: 'fault'; code: string | null } | { kind: 'offline' }

/** Carries a refusal through TanStack Query, whose only way to say no is a thrown error. */
export class Refused extends Error {
  readonly refusal: WordedRefusal
  constructor(refusal: WordedRefusal) {
    super(`refused: ${refusal.code}`)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** @throws Refused when the answer is a refusal. */
export function accepted<Reply>(answer: Reply | WordedRefusal): Reply {
  if (isRefusal(answer)) throw new Refused(answer)
  return answer
}

/** Whether asking again could help: a refusal stays one, unless it says when to come back. */
export function mayPass(error: Error): boolean {
  return !(error instanceof Refused) || error.refusal.retryAfterMs !== undefined
}

/** Of somebody's own password who is signed in: nobody has to reset it for him. `words`: what to say instead. */
export function ofOwnPassword(problem: Problem | null, words: Pick<WordedRefusal, 'message' | 'remedy'>): Problem | null {
  if (problem?.kind !== 'refused' || problem.refusal.code !== 'passwordWrong') return problem
  return { ...problem, refusal: { ...problem.refusal, ...words } }
}

/** `fetch` rejects with a TypeError when the server can't be reached at all. A fault that is no more than an `Error` has no code to tell. */
export function problemOf(error: unknown): Problem | null {
  if (error === null || error === undefined) return null
  if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal }
  if (error instanceof TypeError) return { kind: 'offline' }
  return { kind: 'fault', code: error instanceof Error && error.name !== 'Error' ? error.name : null }
}
