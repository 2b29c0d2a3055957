import { sql } from 'kysely'
import type { Deps } from '../../../platform/deps.ts'

const openForMs = 30 * 24 * 3_600_000

/** An import that nobody committed in thirty days is forgotten (M18); its pictures are then swept. Answers how many were. */
export async function forgetImports({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const { rows } = await sql`
    delete from import where state = 'added' and added_at < ${new Date(clock.now() - openForMs)} returning 1
  `.execute(db)
  return rows.length
}

/**
 * The pictures that a product shows, if it was taken out to the orders that had it; that undoing an import would show again; and that an
 * open import may still bring. Of all shops.
 */
export const picturesInUse = sql<string>`
  select unnest(p.picture_ids) from product p where p.removed_at is null or exists (
    select from variant v join claim c on c.shop_id = v.shop_id and c.variant_id = v.variant_id
    where v.shop_id = p.shop_id and v.product_id = p.product_id and c.kind = 'order')
  union all select jsonb_array_elements_text(before -> 'pictureIds')::uuid from import_line where undone_at is null and before is not null
  union all select p.value::uuid from import i, jsonb_each_text(i.pictures) p where i.state = 'added' and p.value is not null`
