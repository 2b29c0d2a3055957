import { change, type Rows, type Store, under } from './store.ts'

/** Rows that live as long as the page: where a browser allows no storage, and in tests (`rows` survives the client). */
export function memoryStore(rows: Rows = new Map()): Store {
  return {
    get: (key) => Promise.resolve(structuredClone(rows.get(key))),
    list: (prefix) => Promise.resolve(structuredClone(under(rows, prefix))),
    batch(changes) {
      change(rows, structuredClone(changes))
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
}
