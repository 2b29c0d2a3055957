import type { Spec } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

export interface ProductRow {
  productId: string
  name: string
  category: string
  brand: string
  description: string
  specs: string
  reading: Spec[]
  version: number
  pictureIds: string[]
  variantIds: string[]
}

/** A product of the catalogue; undefined when it was taken out, or is another shop's. */
export async function readProduct(db: Db, shopId: string, productId: string): Promise<ProductRow | undefined> {
  const { rows } = await sql<ProductRow>`
    select product_id as "productId", name, category, brand, description, specs, reading, version, picture_ids as "pictureIds",
           array(select v.variant_id from variant v
                 where v.shop_id = p.shop_id and v.product_id = p.product_id and v.removed_at is null order by v.variant_id) as "variantIds"
    from product p where shop_id = ${shopId} and product_id = ${productId} and removed_at is null
  `.execute(db)
  return rows[0]
}
