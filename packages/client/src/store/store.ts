/** One change of a row. `under` forgets every row whose key begins with it. */
export type Change = { put: string; value: unknown } | { drop: string } | { under: string }

/**
 * What the SDK needs of a device's storage: rows of JSON values by key. Four implementations (memory, IndexedDB, file, mini
 * program) pass one suite (spec/client.md SDK1).
 */
export interface Store {
  get(key: string): Promise<unknown>
  /** Rows whose key begins with `prefix`, in key order, of one moment. */
  list(prefix: string): Promise<[key: string, value: unknown][]>
  /** All changes in order or none of them; durable once resolved. Batches take effect in the order of their calls. */
  batch(changes: Change[]): Promise<void>
  close(): Promise<void>
}

export type Rows = Map<string, unknown>

/** Changes rows in memory as `batch` does. */
export function change(rows: Rows, changes: readonly Change[]): void {
  for (const one of changes) {
    if ('put' in one) rows.set(one.put, one.value)
    else if ('drop' in one) rows.delete(one.drop)
    else for (const key of rows.keys()) if (key.startsWith(one.under)) rows.delete(key)
  }
}

export function under(rows: Rows, prefix: string): [string, unknown][] {
  return [...rows].filter(([key]) => key.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
