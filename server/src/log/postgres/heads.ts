import type pg from 'pg'
import type { LogHead } from '../watch.ts'

/** How far the logs of several shops are, and in which incarnation. */
export async function headsOf(pool: pg.Pool, shopIds: string[]): Promise<Map<string, LogHead>> {
  const { rows } = await pool.query<LogHead & { shopId: string }>({
    name: 'log_heads',
    text: `
      select s.shop_id as "shopId", h.position, (
        select i.incarnation_id from incarnation i where i.shop_id = s.shop_id order by i.from_position desc, i.began_at desc limit 1
      ) as "incarnationId"
      from unnest($1::uuid[]) as s(shop_id) join shop_head h on h.shop_id = s.shop_id`,
    values: [shopIds],
  })
  return new Map(rows.map(({ shopId, ...head }) => [shopId, head]))
}
