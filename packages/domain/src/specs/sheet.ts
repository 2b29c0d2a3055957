import { type Around, aroundOf, READ } from './around.ts'
import { type Figure, figuresOf } from './figures.ts'
import type { Kind } from './kinds.ts'
import { plain } from './units.ts'
import type { Spec } from '@bobber/protocol'

/** What is known of whose words are read. */
export interface Subject {
  readonly kind: Kind | null
  /** its category and name made plain: words that stand in them say nothing of a part or a gift */
  readonly about: string
  /** somebody looks for it: words and signs count whatever the kind */
  readonly asked: boolean
}

/** What one reading takes of a text: where it stands, and what it says. */
export interface Taken {
  readonly at: number
  readonly end: number
  readonly specs: readonly SpecOfText[]
}

export type SpecOfText = Spec extends infer One ? (One extends Spec ? Omit<One, 'text' | 'label'> : never) : never

export type Reading = (figure: Figure, around: Around, subject: Subject) => Taken | null
type Step = (figure: Figure, around: Around) => Taken | null

/** A text whose figures are read one by one, by surer readings first; `rest` is what isn't understood yet. */
export class Sheet {
  readonly #figures: readonly Figure[]
  readonly #read = new Set<Figure>()
  readonly taken: Taken[] = []
  rest: string

  constructor(text: string) {
    this.rest = plain(text)
    this.#figures = figuresOf(this.rest)
  }

  /** What is left with every figure that isn't understood as zeros, its unit too, position for position: the m of 1.12 m is no word. */
  get words(): string {
    const unread = this.#figures.filter((figure) => !this.#read.has(figure))
    return unread.reduce((text, { at, end }) => text.slice(0, at) + '0'.repeat(end - at) + text.slice(end), this.rest)
  }

  read(step: Step): void {
    for (const [index, figure] of this.#figures.entries()) {
      if (this.#read.has(figure)) continue
      const taken = step(figure, aroundOf(this.rest, this.#figures, index))
      if (!taken) continue
      this.#read.add(figure)
      this.take(taken)
    }
  }

  take(taken: Taken): void {
    this.taken.push(taken)
    this.rest = this.rest.slice(0, taken.at) + READ.repeat(taken.end - taken.at) + this.rest.slice(taken.end)
  }
}
