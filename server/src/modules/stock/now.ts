import { sql } from 'kysely'
import { theLocation } from '../shops/index.ts'
import { type StockAt, takenSpan } from './claims/taking.ts'
import { instant } from './sql-time.ts'

/** Pieces of a variant at one moment. */
export interface Level {
  /** pieces the shop owns */
  total: number
  /** not taken at this moment; never below 0 */
  freeNow: number
  /** with customers, late ones too */
  out: number
}

/** The levels of the variants, in one query. */
export async function levelsAt({ db, shopId, now }: StockAt, variantIds: readonly string[]): Promise<Map<string, Level>> {
  const { rows } = await sql<{ variant_id: string; owned: number; taken: number; out: number }>`
    select l.variant_id, l.owned, coalesce(c.taken, 0)::int as taken, coalesce(c.out, 0)::int as out
    from stock_level l
    left join (
      select location_id, variant_id, sum(quantity) filter (where ${takenSpan('c', now)} @> ${instant(now)}) as taken,
             sum(quantity) filter (where phase = 'out') as out
      from claim c
      where shop_id = ${shopId} and phase <> 'closed' and reach @> ${instant(now)}
        and variant_id = any(${[...variantIds]}::uuid[])
      group by location_id, variant_id
    ) c on c.location_id = l.location_id and c.variant_id = l.variant_id
    where l.shop_id = ${shopId} and l.location_id = ${theLocation(shopId)} and l.variant_id = any(${[...variantIds]}::uuid[])
  `.execute(db)
  return new Map(rows.map((row) => [row.variant_id, { total: row.owned, freeNow: Math.max(0, row.owned - row.taken), out: row.out }]))
}
