import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import { instant } from './sql-time.ts'

/** Pieces of a variant at one moment. */
export interface Level {
  /** pieces the shop owns */
  total: number
  /** not taken at this moment; never below 0 */
  freeNow: number
  /** with customers */
  out: number
}

/** The levels of the variants at `now` (epoch ms), in one query. */
export async function levelsAt(db: Db, shopId: string, variantIds: readonly string[], now: number): Promise<Map<string, Level>> {
  const { rows } = await sql<{ variant_id: string; owned: number; taken: number; out: number }>`
    select l.variant_id, l.owned, coalesce(c.taken, 0)::int as taken, coalesce(c.out, 0)::int as out
    from stock_level l
    left join (
      select variant_id, sum(quantity) as taken, sum(quantity) filter (where phase = 'out') as out
      from claim
      where shop_id = ${shopId} and phase <> 'closed' and blocked @> ${instant(now)} and variant_id = any(${[...variantIds]}::uuid[])
      group by variant_id
    ) c on c.variant_id = l.variant_id
    where l.shop_id = ${shopId} and l.variant_id = any(${[...variantIds]}::uuid[])
  `.execute(db)
  return new Map(rows.map((row) => [row.variant_id, { total: row.owned, freeNow: Math.max(0, row.owned - row.taken), out: row.out }]))
}
