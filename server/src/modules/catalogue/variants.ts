import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** What an order line needs to know of a variant. Money in fen. */
export interface VariantRow {
  variantId: string
  productId: string
  sku: string
  productName: string
  /** empty: the product needs none to tell its variants apart */
  label: string
  /** the product's name, and the label */
  name: string
  tracking: 'units' | 'bulk'
  forRent: boolean
  forSale: boolean
  /** null: not priced */
  price: number | null
  replacementValue: number
  category: string
  /** the cover; null: no picture */
  pictureId: string | null
  /** taken out of the catalogue */
  removed: boolean
}

interface Row {
  variant_id: string
  product_id: string
  sku: string
  product_name: string
  label: string
  tracking: VariantRow['tracking']
  for_rent: boolean
  for_sale: boolean
  price: number | null
  replacement_value: number
  category: string
  picture_id: string | null
  removed: boolean
}

/** Variants by id, those taken out of the catalogue too: old orders show them. Another shop's are missing. */
export async function readVariants(db: Db, shopId: string, variantIds: readonly string[]): Promise<Map<string, VariantRow>> {
  const { rows } = await sql<Row>`
    select v.variant_id, v.product_id, v.sku, p.name as product_name, v.label, v.tracking, v.for_rent and v.removed_at is null as for_rent,
           v.for_sale and v.removed_at is null as for_sale, v.price, v.replacement_value, p.category,
           p.picture_ids[1] as picture_id, v.removed_at is not null as removed
    from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
    where v.shop_id = ${shopId} and v.variant_id = any(${[...variantIds]}::uuid[])
  `.execute(db)
  return new Map(rows.map((row) => [row.variant_id, variantOf(row)]))
}

function variantOf(row: Row): VariantRow {
  return {
    variantId: row.variant_id,
    productId: row.product_id,
    sku: row.sku,
    productName: row.product_name,
    label: row.label,
    name: row.label === '' ? row.product_name : `${row.product_name} · ${row.label}`,
    tracking: row.tracking,
    forRent: row.for_rent,
    forSale: row.for_sale,
    price: row.price,
    replacementValue: row.replacement_value,
    category: row.category,
    pictureId: row.picture_id,
    removed: row.removed,
  }
}
