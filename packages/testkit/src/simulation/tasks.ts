/** Things that will happen, in an order that the scheduler picks. */
export interface Task {
  /** tasks of one queue keep their order among themselves; undefined: any order */
  queue?: string
  run(): void
}

export class Tasks {
  #tasks: Task[] = []

  add(run: () => void, queue?: string): void {
    this.#tasks.push(queue === undefined ? { run } : { run, queue })
  }

  /** Those that may happen next: all without a queue, and the first of each queue. */
  ready(): Task[] {
    const seen = new Set<string>()
    return this.#tasks.filter(({ queue }) => {
      if (queue === undefined) return true
      const first = !seen.has(queue)
      seen.add(queue)
      return first
    })
  }

  take(task: Task): void {
    const index = this.#tasks.indexOf(task)
    if (index !== -1) this.#tasks.splice(index, 1)
    task.run()
  }
}
