import type { Refusal } from '@bobber/protocol'

interface Waiter {
  ask: () => Promise<Refusal | undefined>
  /** with undefined: go in */
  turn: PromiseWithResolvers<Refusal | undefined>
}

/**
 * Where those who want the same pass one at a time, in the order they came: of many who come for the last piece at once, one begins a
 * transaction, and when it has ended the others, asked together, are refused without one. Who wants something else passes elsewhere, and
 * passing promises nothing: another node has a turnstile of its own.
 */
export function turnstile() {
  /** who waits behind somebody who is inside, by what they want */
  const lines = new Map<string, Waiter[]>()

  /** Lets the first in, or sends all away: by an answer that was asked after they had come. */
  async function letIn(question: string, line: Waiter[]): Promise<void> {
    for (let [first] = line; first; [first] = line) {
      const many = line.length
      try {
        const refusal = await first.ask()
        for (const { turn } of line.splice(0, refusal ? many : 1)) turn.resolve(refusal)
        if (!refusal) return
      } catch (fault) {
        for (const { turn } of line.splice(0, many)) turn.reject(fault)
      }
    }
    lines.delete(question)
  }

  /** `ask` is the same for all who ask the question; those who waited share its answer. */
  return async <T>(question: string, ask: () => Promise<Refusal | undefined>, work: () => Promise<T>): Promise<T | Refusal> => {
    const line = lines.get(question) ?? []
    if (lines.has(question)) {
      const turn = Promise.withResolvers<Refusal | undefined>()
      line.push({ ask, turn })
      const refusal = await turn.promise
      if (refusal) return refusal
    } else lines.set(question, line)
    try {
      return await work()
    } finally {
      void letIn(question, line)
    }
  }
}
