import type { Pool } from 'pg'
import { writingDataKeys } from './data-keys.ts'
import { mustReadKeyFile, replaceKeyFile } from './key-file.ts'
import { newMasterKey } from './master-key.ts'
import { isWrappedBy, unwrap, wrap } from './wrap.ts'

interface RewrapOptions {
  readonly db: Pool
  readonly keyFile: string
}

interface WrappedRow {
  readonly shop_id: string
  readonly key_id: number
  readonly wrapped: Buffer
}

/** A new master key for all data keys; continues one that a crash cut off (V15). Answers how many keys were wrapped anew. */
export async function rewrapMasterKey(options: RewrapOptions): Promise<number> {
  await beginRewrap(options.keyFile)
  return finishRewrap(options)
}

/** Step one: the file holds the old and the next key. With several machines, copy the file to all before step two. */
export async function beginRewrap(keyFile: string): Promise<void> {
  const keys = await mustReadKeyFile(keyFile)
  if (!keys.next) await replaceKeyFile(keyFile, { current: keys.current, next: newMasterKey() })
}

/** Step two: every row is wrapped with the next key and committed; only then the old key leaves the file. */
export async function finishRewrap({ db, keyFile }: RewrapOptions): Promise<number> {
  const wrapped = await wrapAgain({ db, keyFile })
  const { next } = await mustReadKeyFile(keyFile)
  if (next) await replaceKeyFile(keyFile, { current: next })
  return wrapped
}

/** The database half of step two, one transaction; safe to run any number of times. */
export async function wrapAgain({ db, keyFile }: RewrapOptions): Promise<number> {
  return writingDataKeys(db, async (tx) => {
    const keys = await mustReadKeyFile(keyFile)
    const next = keys.next
    if (!next) return 0
    const { rows } = await tx.query<WrappedRow>('select shop_id, key_id, wrapped from data_key')
    const old = rows.filter((row) => !isWrappedBy(next, row.wrapped))
    for (const { shop_id, key_id, wrapped } of old) {
      const anew = wrap(next, shop_id, key_id, unwrap(keys, shop_id, key_id, wrapped))
      await tx.query('update data_key set wrapped = $3 where shop_id = $1 and key_id = $2', [shop_id, key_id, anew])
    }
    return old.length
  })
}
