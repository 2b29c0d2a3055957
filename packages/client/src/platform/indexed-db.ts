import { openDB } from 'idb'
import type { Store } from '../store/store.ts'

const rows = 'rows'

/** Rows in IndexedDB; each batch is one transaction, durable once it resolves. Rejects where the browser allows no storage. */
export async function openIndexedDb(name: string): Promise<Store> {
  const database = await openDB(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore(rows)
    },
  })
  return {
    get: (key) => database.get(rows, key) as Promise<unknown>,
    async list(prefix) {
      const transaction = database.transaction(rows)
      const range = below(prefix)
      const [keys, values] = await Promise.all([transaction.store.getAllKeys(range), transaction.store.getAll(range)])
      return keys.map((key, index) => [typeof key === 'string' ? key : '', values[index] as unknown])
    },
    async batch(changes) {
      const transaction = database.transaction(rows, 'readwrite', { durability: 'strict' })
      const writes = changes.map((change) => {
        if ('put' in change) return transaction.store.put(change.value, change.put)
        return transaction.store.delete('drop' in change ? change.drop : below(change.under))
      })
      await Promise.all([...writes, transaction.done])
    },
    close() {
      database.close()
      return Promise.resolve()
    },
  }
}

const below = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`)
