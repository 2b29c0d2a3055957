import type { Refusal } from '@bobber/protocol'
import { gather } from '../platform/gather.ts'

interface Gate {
  ask: () => Promise<Refusal | undefined>
  /** ends when whoever passed has done his work; null: nobody is inside */
  inside: Promise<void> | null
  /** how many stand here, whoever is inside included */
  here: number
}

/**
 * Where those who want the same pass one at a time: of many who come for the last piece at once, one begins a transaction, and the others,
 * asked together when it has ended, are refused without one. Who wants something else passes elsewhere, and passing promises nothing:
 * another node has a turnstile of its own.
 */
export function turnstile() {
  const gates = new Map<string, Gate>()

  function gateOf(question: string, ask: () => Promise<Refusal | undefined>): Gate {
    const known = gates.get(question)
    if (known) return known
    const together = gather(async () => new Map([[question, await ask()]]))
    const gate: Gate = { ask: async () => (await together([question])).get(question), inside: null, here: 0 }
    gates.set(question, gate)
    return gate
  }

  async function passing<T>(gate: Gate, work: () => Promise<T>): Promise<T | Refusal> {
    while (gate.inside) {
      await gate.inside
      const refusal = await gate.ask()
      if (refusal) return refusal
    }
    const passed = Promise.withResolvers<void>()
    gate.inside = passed.promise
    try {
      return await work()
    } finally {
      gate.inside = null
      passed.resolve()
    }
  }

  /** `ask` is the same for all who ask the question; those who waited share its answer. */
  return async <T>(question: string, ask: () => Promise<Refusal | undefined>, work: () => Promise<T>): Promise<T | Refusal> => {
    const gate = gateOf(question, ask)
    gate.here++
    try {
      return await passing(gate, work)
    } finally {
      if (--gate.here === 0) gates.delete(question)
    }
  }
}
