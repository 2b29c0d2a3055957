import type { Batch, LogStore } from '@bobber/server/log/store'
import { UnknownOutcome } from '@bobber/server/log/store'
import type { Deed } from './deeds.ts'
import type { Tasks } from './tasks.ts'

/** The database refused a question for a reason of its own: a full disk, a statement that took too long. Nothing was done. */
export class Refused extends Error {
  override name = 'Refused'
}

/** What a question is: a write of the log itself, a change of a module with its facts, or a read. */
export const questions = ['write', 'change', 'read'] as const
export type Question = (typeof questions)[number]
/** What may go wrong with one: it never arrives, its answer never does, or it is refused. */
export const troubles = ['lostBefore', 'lostAfter', 'refused'] as const
export type Trouble = (typeof troubles)[number]

/** A node's way to the database. */
export interface Connection {
  store: LogStore
  /** A module's transaction, at most once for its key; null: refused, or done before. */
  change(key: string, work: Deed): Promise<Batch | null>
}

/**
 * The database as nodes reach it: every question is carried out when the scheduler says so, and its answer arrives later still. A
 * write's outcome can stay unknown both ways: not committed, or committed with the answer lost.
 */
export class Database {
  /** while true it can't be reached at all */
  down = false
  #store: LogStore
  #tasks: Tasks
  #troubles: Record<Question, Trouble[]> = { write: [], change: [], read: [] }
  /** keys of the changes that were done: rows like any others, so a restore takes them back too */
  #done = new Set<string>()
  /** raised when connections break: answers of before are lost */
  #epoch = 0

  constructor(store: LogStore, tasks: Tasks) {
    this.#store = store
    this.#tasks = tasks
  }

  get done(): ReadonlySet<string> {
    return this.#done
  }

  trouble(question: Question, trouble: Trouble): void {
    this.#troubles[question].push(trouble)
  }

  /** Every connection breaks: questions on their way are not carried out, answers on their way are lost. */
  breakConnections(): void {
    this.#epoch++
  }

  restore(done: ReadonlySet<string>): void {
    this.#done = new Set(done)
  }

  heal(): void {
    this.down = false
    this.#troubles = { write: [], change: [], read: [] }
  }

  /** A node's connections; `alive` false: the process is gone, its questions are never asked or answered. */
  connect(alive: () => boolean): Connection {
    const ask = <T>(question: Question, work: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        if (!alive()) return
        const epoch = this.#epoch
        const lost = () => reject(new UnknownOutcome(new Error('connection lost')))
        const answer = (tell: () => void) => this.#tasks.add(() => alive() && (epoch === this.#epoch ? tell() : lost()))
        this.#tasks.add(() => {
          if (epoch !== this.#epoch || this.down) return alive() ? lost() : undefined
          const trouble = this.#troubles[question].shift()
          if (trouble === 'lostBefore') return answer(lost)
          if (trouble === 'refused') return answer(() => reject(new Refused('the database refused')))
          work().then(
            (value) => answer(() => (trouble === 'lostAfter' ? lost() : resolve(value))),
            (cause: unknown) => answer(() => reject(cause instanceof Error ? cause : new Error('the store failed', { cause }))),
          )
        })
      })
    return {
      store: askedBy(this.#store, (method, work) => ask(method === 'append' || method === 'move' ? 'write' : 'read', work)),
      change: (key, work) =>
        ask('change', () => {
          if (this.#done.has(key)) return Promise.resolve(null)
          this.#done.add(key)
          return work()
        }),
    }
  }
}

/** A store each of whose methods is asked for by `ask`. */
function askedBy(store: LogStore, ask: (method: keyof LogStore, work: () => Promise<unknown>) => Promise<unknown>): LogStore {
  return new Proxy(store, {
    get(target, name: keyof LogStore) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>
      return (...args: unknown[]) => ask(name, () => Reflect.apply(method, target, args))
    },
  })
}
