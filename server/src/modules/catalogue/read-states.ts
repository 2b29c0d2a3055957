import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import { folded, type KeptState } from './product-state.ts'

interface Row {
  product_id: string
  variant_id: string
  sku: string
  label: string
  name: string
  category: string
  brand: string
  specs: string
  description: string
  for_rent: boolean
  for_sale: boolean
  tracking: KeptState['tracking']
  day_rent: number | null
  three_day_rent: number | null
  week_rent: number | null
  deposit: number
  replacement_value: number
  price: number | null
  picture_ids: string[]
  version: number
}

/** What the catalogue holds of these SKUs, by folded SKU. */
export async function statesBySku(db: Db, shopId: string, skus: readonly string[]): Promise<Map<string, KeptState>> {
  const states = await readStates(db, shopId, sql`upper(v.sku) = any(${skus.map(folded)})`)
  return new Map(states.map((state) => [folded(state.sku), state]))
}

/** All variants of the products, in the order they were made. */
export function statesOfProducts(db: Db, shopId: string, productIds: readonly string[]): Promise<KeptState[]> {
  return readStates(db, shopId, sql`v.product_id = any(${[...productIds]}::uuid[])`)
}

/** The variants of the products that are called so, whatever case and width. */
export function statesByName(db: Db, shopId: string, names: readonly string[]): Promise<KeptState[]> {
  return readStates(db, shopId, sql`upper(normalize(p.name, NFKC)) = any(${names.map(folded)})`)
}

export async function statesOfVariants(db: Db, shopId: string, variantIds: readonly string[]): Promise<Map<string, KeptState>> {
  const states = await readStates(db, shopId, sql`v.variant_id = any(${[...variantIds]}::uuid[])`)
  return new Map(states.map((state) => [state.variantId, state]))
}

async function readStates(db: Db, shopId: string, which: RawBuilder<unknown>): Promise<KeptState[]> {
  const { rows } = await sql<Row>`
    select p.product_id, v.variant_id, v.sku, v.label, p.name, p.category, p.brand, p.specs, p.description, v.for_rent, v.for_sale, v.tracking,
           r.day_rent, r.three_day_rent, r.week_rent, coalesce(r.deposit, 0) as deposit, v.replacement_value, v.price, p.picture_ids,
           p.version
    from variant v
    join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
    left join lateral (
      select * from variant_rent r where r.shop_id = v.shop_id and r.variant_id = v.variant_id order by version desc limit 1
    ) r on true
    where v.shop_id = ${shopId} and v.removed_at is null and ${which}
    order by v.variant_id
  `.execute(db)
  return rows.map(stateOf)
}

function stateOf(row: Row): KeptState {
  return {
    productId: row.product_id,
    variantId: row.variant_id,
    sku: row.sku,
    label: row.label,
    name: row.name,
    category: row.category,
    brand: row.brand,
    specs: row.specs,
    description: row.description,
    forRent: row.for_rent,
    forSale: row.for_sale,
    tracking: row.tracking,
    dayRent: row.day_rent,
    threeDayRent: row.three_day_rent,
    weekRent: row.week_rent,
    deposit: row.deposit,
    replacementValue: row.replacement_value,
    price: row.price,
    pictureIds: row.picture_ids,
    version: row.version,
  }
}
