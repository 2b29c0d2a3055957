import type { Pool } from 'pg'

export async function isKept(db: Pool, fingerprint: Buffer): Promise<boolean> {
  const { rowCount } = await db.query('select from master_key_kept where fingerprint = $1 limit 1', [fingerprint])
  return rowCount === 1
}

/** Saying it twice changes nothing: the first answer stays. */
export async function recordKept(db: Pool, fingerprint: Buffer, by: { shopId: string; personId: string }): Promise<void> {
  await db.query(
    `insert into master_key_kept (shop_id, fingerprint, kept_by) values ($1, $2, $3)
     on conflict (shop_id, fingerprint) do nothing`,
    [by.shopId, fingerprint, by.personId],
  )
}
