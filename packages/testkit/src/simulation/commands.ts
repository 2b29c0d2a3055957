import type { ManualClock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Deed } from './deeds.ts'
import type { SimulatedNode } from './node.ts'

/** As the SDK does (spec/client.md SDK16): asked again when the answer is lost, and when none comes. */
const againMs = 700
const patienceMs = 8_000

interface Parts {
  clock: ManualClock
  random: Random
  nodes: readonly SimulatedNode[]
  newId: () => string
}

/** Commands that people give over HTTP. Each keeps one key over all its tries, at whatever node, until somebody answers. */
export class Commands {
  #parts: Parts
  #open = new Set<string>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** how many nobody has answered yet */
  get open(): number {
    return this.#open.size
  }

  give(work: Deed): void {
    const key = this.#parts.newId()
    this.#open.add(key)
    this.#ask(key, work)
  }

  #ask(key: string, work: Deed): void {
    const { clock, random, nodes } = this.#parts
    const again = () => void (this.#open.has(key) && this.#ask(key, work))
    const undo = clock.setTimeout(again, patienceMs)
    random
      .pick(nodes)
      .change(key, work)
      .then(
        () => {
          undo()
          this.#open.delete(key)
        },
        () => {
          undo()
          clock.setTimeout(again, againMs)
        },
      )
  }
}
