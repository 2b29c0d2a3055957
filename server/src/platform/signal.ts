/** Tells several listeners of one process, in the order they came. A listener that throws stops nobody else. */
export interface Signal<T> {
  emit(value: T): void
  /** Answers the undo. */
  listen(listener: (value: T) => void): () => void
}

export function createSignal<T>(onFault: (fault: unknown) => void): Signal<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    emit(value) {
      for (const listener of listeners) {
        try {
          listener(value)
        } catch (fault) {
          onFault(fault)
        }
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
