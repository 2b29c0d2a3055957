import { type IDBPDatabase, openDB } from 'idb'
import type { Store } from '../store/store.ts'

const rows = 'rows'

/**
 * Rows in IndexedDB; each batch is one transaction, durable once it resolves. Rejects where the browser allows no storage. A browser may
 * drop the connection (a phone short of memory, site data that was cleared): the next use opens another.
 */
export async function openIndexedDb(name: string): Promise<Store> {
  let opening: Promise<IDBPDatabase> | undefined
  let closed = false
  const opened = () => {
    if (closed) throw new Error('the store was closed')
    opening ??= openDB(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore(rows)
      },
      terminated: () => (opening = undefined),
    })
    return opening
  }
  /** A dropped connection may show itself only by refusing to begin: then nothing was done, and it is begun anew on another. */
  async function begin<T>(work: (database: IDBPDatabase) => T): Promise<T> {
    const used = opened()
    const database = await used
    try {
      return work(database)
    } catch (cause) {
      if (!(cause instanceof DOMException) || cause.name !== 'InvalidStateError') throw cause
      if (opening === used) opening = undefined
      return work(await opened())
    }
  }
  await opened()
  return {
    async get(key) {
      const { store } = await begin((database) => database.transaction(rows))
      return (await store.get(key)) as unknown
    },
    async list(prefix) {
      const { store } = await begin((database) => database.transaction(rows))
      const range = below(prefix)
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)])
      return keys.map((key, index) => [typeof key === 'string' ? key : '', values[index] as unknown])
    },
    async batch(changes) {
      const transaction = await begin((database) => database.transaction(rows, 'readwrite', { durability: 'strict' }))
      const writes = changes.map((change) => {
        if ('put' in change) return transaction.store.put(change.value, change.put)
        return transaction.store.delete('drop' in change ? change.drop : below(change.under))
      })
      await Promise.all([...writes, transaction.done])
    },
    async close() {
      const last = opening
      closed = true
      if (last !== undefined) (await last).close()
    },
  }
}

const below = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`)
