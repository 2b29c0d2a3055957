import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** A page of all variants in the catalogue, offered or not, in the order they were put in. `after`: the last id of the page before. */
export async function listVariants(
  db: Db,
  shopId: string,
  { productIds, after, limit }: { productIds: readonly string[] | null; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ variant_id: string }>`
    select variant_id from variant
    where shop_id = ${shopId} and removed_at is null
      and (${productIds === null} or product_id = any(${[...(productIds ?? [])]}::uuid[]))
      and (${after}::uuid is null or variant_id > ${after}::uuid)
    order by variant_id limit ${limit}
  `.execute(db)
  return rows.map(({ variant_id }) => variant_id)
}
