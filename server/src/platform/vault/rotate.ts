import type { Pool } from 'pg'
import { insertDataKey, newSecret, readDataKeys, writingDataKeys } from './data-keys.ts'
import { mustReadKeyFile } from './key-file.ts'
import { wrappingKey } from './master-key.ts'
import { wrap } from './wrap.ts'

export interface RotateOptions {
  readonly db: Pool
  readonly keyFile: string
  /** One shop; without it, all of them and the server's own keys. */
  readonly shopId?: string
  /** How long the old key goes on sealing, so that every node has read the new one first (V14). Two refreshes at least. */
  readonly graceSeconds?: number
}

/** Gives shops a new data key; old blobs stay readable. Answers the shops that got one. The look-up secret stays. */
export async function rotateDataKeys({ db, keyFile, shopId, graceSeconds = 300 }: RotateOptions): Promise<string[]> {
  return writingDataKeys(db, async (tx) => {
    const masters = await mustReadKeyFile(keyFile)
    const { rows } = await tx.query<{ shop_id: string }>(
      'select distinct shop_id from data_key where $1::uuid is null or shop_id = $1 order by shop_id',
      [shopId ?? null],
    )
    const shops = rows.map((row) => row.shop_id)
    await tx.query(
      `update data_key k
          set retired_at = greatest(now() + make_interval(secs => $2),
                                    (select max(before.retired_at) from data_key before where before.shop_id = k.shop_id))
        where shop_id = any($1::uuid[]) and key_id > 0 and retired_at is null`,
      [shops, graceSeconds],
    )
    for (const row of await newestKeys(tx, shops)) {
      const keyId = row.key_id + 1
      await insertDataKey(tx, row.shop_id, keyId, wrap(wrappingKey(masters), row.shop_id, keyId, newSecret()))
    }
    return shops
  })
}

async function newestKeys(
  tx: Parameters<typeof readDataKeys>[0],
  shops: readonly string[],
): Promise<{ shop_id: string; key_id: number }[]> {
  const rows = await readDataKeys(tx, shops)
  return rows.filter((row, at) => rows[at + 1]?.shop_id !== row.shop_id)
}
