import type { LogStore } from '@bobber/server/log/store'
import { UnknownOutcome } from '@bobber/server/log/store'
import type { Tasks } from './tasks.ts'

/** What may go wrong with the next write. */
export type WriteFault = 'lostBefore' | 'lostAfter'

/**
 * The database as nodes reach it: every question is carried out when the scheduler says so, and its answer arrives later still. A
 * write's outcome can stay unknown both ways: not committed, or committed with the answer lost.
 */
export class Database {
  #store: LogStore
  #tasks: Tasks
  #faults: WriteFault[] = []
  /** raised when connections break: answers of before are lost */
  #epoch = 0

  constructor(store: LogStore, tasks: Tasks) {
    this.#store = store
    this.#tasks = tasks
  }

  failNextWrite(fault: WriteFault): void {
    this.#faults.push(fault)
  }

  /** Every connection breaks: questions on their way are not carried out, answers on their way are lost. */
  breakConnections(): void {
    this.#epoch++
  }

  heal(): void {
    this.#faults = []
  }

  /** A node's connections; `alive` false: the process is gone, its questions are never asked or answered. */
  connect(alive: () => boolean): LogStore {
    const ask = <T>(write: boolean, work: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        if (!alive()) return
        const epoch = this.#epoch
        const lost = () => reject(new UnknownOutcome(new Error('connection lost')))
        const answer = (tell: () => void) => this.#tasks.add(() => alive() && (epoch === this.#epoch ? tell() : lost()))
        this.#tasks.add(() => {
          if (epoch !== this.#epoch) return alive() ? lost() : undefined
          const fault = write ? this.#faults.shift() : undefined
          if (fault === 'lostBefore') return answer(lost)
          work().then(
            (value) => answer(() => (fault === 'lostAfter' ? lost() : resolve(value))),
            (cause: unknown) => answer(() => reject(cause instanceof Error ? cause : new Error('the store failed', { cause }))),
          )
        })
      })
    const store = this.#store
    return {
      append: (shopId, entries, lookFirst) => ask(true, () => store.append(shopId, entries, lookFirst)),
      move: (shopId, cursors) => ask(true, () => store.move(shopId, cursors)),
      missed: (viewer, after) => ask(false, () => store.missed(viewer, after)),
      snapshot: (viewer, page) => ask(false, () => store.snapshot(viewer, page)),
      history: (viewer, conversationId, fromSeq, toSeq) => ask(false, () => store.history(viewer, conversationId, fromSeq, toSeq)),
      stretch: (shopId, after) => ask(false, () => store.stretch(shopId, after)),
      incarnations: (shopId) => ask(false, () => store.incarnations(shopId)),
    }
  }
}
