import { randomBytes } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'

export interface DataKeyRow {
  readonly shop_id: string
  readonly key_id: number
  readonly wrapped: Buffer
  /** The key that seals now; by the database's clock, so that all nodes agree. */
  readonly seals: boolean
}

/** The shop id that stands for the server itself. */
export const SERVER = '00000000-0000-0000-0000-000000000000'

/** All keys of the given shops, in order; of a shop without keys, nothing. */
export async function readDataKeys(db: Pool | PoolClient, shopIds: readonly string[]): Promise<DataKeyRow[]> {
  const { rows } = await db.query<DataKeyRow>(
    `select shop_id, key_id, wrapped,
            key_id = min(key_id) filter (where key_id > 0 and (retired_at is null or retired_at > now()))
                       over (partition by shop_id) as seals
       from data_key
      where shop_id = any($1::uuid[])
      order by shop_id, key_id`,
    [shopIds],
  )
  return rows
}

export async function anyDataKey(db: Pool): Promise<boolean> {
  const { rowCount } = await db.query('select from data_key limit 1')
  return rowCount === 1
}

/**
 * Runs `work` while nobody else writes data keys. New shops, rotation and re-wrap are rare, and each must read the
 * key file and write rows as one step: otherwise a key made by a running server during a re-wrap would be wrapped
 * with a master key that is about to leave the file.
 */
export async function writingDataKeys<T>(db: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await db.connect()
  let failed: Error | undefined
  try {
    await tx.query('begin')
    await tx.query('lock table data_key in share row exclusive mode')
    const result = await work(tx)
    await tx.query('commit')
    return result
  } catch (cause) {
    // The connection's state is unknown: it is closed rather than given back, which also rolls back.
    failed = cause instanceof Error ? cause : new Error('writing data keys failed', { cause })
    throw failed
  } finally {
    tx.release(failed)
  }
}

export async function insertDataKey(tx: PoolClient, shopId: string, keyId: number, wrapped: Buffer): Promise<void> {
  await tx.query('insert into data_key (shop_id, key_id, wrapped) values ($1, $2, $3)', [shopId, keyId, wrapped])
}

export function newSecret(): Buffer {
  return randomBytes(32)
}
