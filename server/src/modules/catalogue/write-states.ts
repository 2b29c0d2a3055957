import { type Described, readSpecs } from '@bobber/domain'
import type { Spec, SpecReading } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import type { ProductState } from './product-state.ts'

/** Two writers of one shop's catalogue take turns: SKUs stay unique without a race. Taken before anything of the catalogue is read to be changed. */
export async function lockCatalogue(db: Db, shopId: string): Promise<void> {
  await sql`select from shop where shop_id = ${shopId} for no key update`.execute(db)
}

/**
 * Writes variants and their products as given, new and known ones alike, whatever their number, in five statements; variants of one
 * product agree on its fields. Every product's version grows by one; a rent gets a new version only when an amount changed. What was taken
 * out stands in the catalogue again.
 * `read`: for many, a reader that has read their words beforehand.
 */
export async function writeStates(
  db: Db,
  shopId: string,
  states: readonly ProductState[],
  now: number,
  read: (described: Described) => SpecReading = readSpecs,
): Promise<void> {
  if (states.length === 0) return
  const products = [...new Map(states.map((state) => [state.productId, { ...state, reading: read(state).specs }])).values()]
  const given = sql`jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as s(
    "productId" uuid, "variantId" uuid, sku text, label text, "forRent" boolean, "forSale" boolean, tracking text, "dayRent" bigint,
    "threeDayRent" bigint, "weekRent" bigint, deposit bigint, "replacementValue" bigint, price bigint)`
  await sql`
    insert into product (shop_id, product_id, name, category, brand, specs, description, reading, picture_ids, added_at)
    select ${shopId}, "productId", name, category, brand, specs, description, reading,
           array(select jsonb_array_elements_text("pictureIds")::uuid), ${new Date(now)}
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as p(
      "productId" uuid, name text, category text, brand text, specs text, description text, reading jsonb, "pictureIds" jsonb)
    on conflict (shop_id, product_id) do update set
      name = excluded.name, category = excluded.category, brand = excluded.brand, specs = excluded.specs,
      description = excluded.description, reading = excluded.reading, picture_ids = excluded.picture_ids, version = product.version + 1,
      removed_at = null
  `.execute(db)
  await sql`
    insert into variant (shop_id, variant_id, product_id, sku, label, tracking, for_rent, for_sale, price, replacement_value)
    select ${shopId}, "variantId", "productId", sku, label, tracking, "forRent", "forSale", price, "replacementValue" from ${given}
    on conflict (shop_id, variant_id) do update set
      sku = excluded.sku, label = excluded.label, tracking = excluded.tracking, for_rent = excluded.for_rent,
      for_sale = excluded.for_sale, price = excluded.price, replacement_value = excluded.replacement_value, removed_at = null
  `.execute(db)
  await sql`
    insert into variant_rent (shop_id, variant_id, version, day_rent, three_day_rent, week_rent, deposit, changed_at)
    select ${shopId}, "variantId", coalesce(r.version, 0) + 1, "dayRent", "threeDayRent", "weekRent", s.deposit, ${new Date(now)}
    from ${given}
    left join lateral (
      select * from variant_rent r where r.shop_id = ${shopId} and r.variant_id = "variantId" order by version desc limit 1
    ) r on true
    where r.version is null
      or (r.day_rent, r.three_day_rent, r.week_rent, r.deposit) is distinct from ("dayRent", "threeDayRent", "weekRent", s.deposit)
  `.execute(db)
  await writeAttributes(db, shopId, products)
}

async function writeAttributes(
  db: Db,
  shopId: string,
  products: readonly { productId: string; reading: readonly Spec[] }[],
): Promise<void> {
  const rows = products.flatMap(({ productId, reading }) =>
    reading.flatMap(figuresOf).map((figure, nth) => ({ product_id: productId, nth, ...figure })),
  )
  await sql`
    delete from attribute where shop_id = ${shopId} and product_id = any(${products.map(({ productId }) => productId)}::uuid[])
  `.execute(db)
  await sql`
    insert into attribute (shop_id, product_id, nth, name, unit, low, high)
    select ${shopId}, product_id, nth, name, unit, low, high
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(product_id uuid, nth smallint, name text, unit text, low float8, high float8)
  `.execute(db)
}

function figuresOf(spec: Spec): { name: string; unit: string; low: number; high: number }[] {
  if (spec.kind === 'grade') return []
  const { name, unit } = spec
  if (spec.kind === 'range') return [{ name, unit, low: spec.range[0], high: spec.range[1] }]
  return (spec.kind === 'value' ? [spec.value] : spec.values).map((value) => ({ name, unit, low: value, high: value }))
}

/** Takes variants out of the catalogue, products with their last one; the rows stay for the orders that speak of them. */
export async function removeVariants(db: Db, shopId: string, variantIds: readonly string[], now: number): Promise<void> {
  await sql`
    update variant set removed_at = ${new Date(now)}
    where shop_id = ${shopId} and variant_id = any(${[...variantIds]}::uuid[]) and removed_at is null
  `.execute(db)
  await sql`
    update product p set version = version + 1, removed_at = case when not exists (
        select from variant v where v.shop_id = p.shop_id and v.product_id = p.product_id and v.removed_at is null)
      then ${new Date(now)}::timestamptz end
    where p.shop_id = ${shopId} and p.removed_at is null
      and p.product_id in (select product_id from variant where shop_id = ${shopId} and variant_id = any(${[...variantIds]}::uuid[]))
  `.execute(db)
}
