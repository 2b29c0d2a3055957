import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import type { Cursor } from './cursor.ts'

export interface ProductsAsked {
  /** only these, when something was searched for */
  productIds: readonly string[] | null
  category: string | null
  offer: 'rental' | 'sale' | null
  sort: 'best' | 'priceUp' | 'priceDown'
  after: Cursor | null
  limit: number
  /** what the shop has switched on */
  offered: { rental: boolean; sale: boolean }
}

/** A product of the list, its variants together. Money in fen. */
export interface ListedProduct {
  productId: string
  name: string
  category: string
  brand: string
  pictureId: string | null
  variantIds: string[]
  forRent: boolean
  forSale: boolean
  dayRent: number | null
  price: number | null
  deposit: number | null
  /** what the page is sorted by */
  key: number
}

interface Row {
  product_id: string
  name: string
  category: string
  brand: string
  picture_id: string | null
  variant_ids: string[]
  for_rent: boolean
  for_sale: boolean
  day_rent: number | null
  price: number | null
  deposit: number | null
  key: number
}

/** Products without a price come last, whichever way prices run; `best` is the order they were put in. */
const dear = 1_000_000_000_000

/** A page of what the shop offers. Products it neither rents nor sells, or has switched that off, aren't in it. */
export async function listProducts(db: Db, shopId: string, asked: ProductsAsked): Promise<ListedProduct[]> {
  const { productIds, category, offer, sort, after, limit, offered } = asked
  const { rows } = await sql<Row>`
    with offer as (
      select v.product_id, array_agg(v.variant_id order by v.variant_id) as variant_ids,
             bool_or(v.for_rent and ${offered.rental}) as for_rent, bool_or(v.for_sale and ${offered.sale}) as for_sale,
             min(r.day_rent) filter (where v.for_rent and ${offered.rental}) as day_rent,
             min(r.deposit) filter (where v.for_rent and ${offered.rental}) as deposit,
             min(v.price) filter (where v.for_sale and ${offered.sale}) as price
      from variant v
      left join lateral (
        select r.day_rent, r.deposit from variant_rent r
        where r.shop_id = v.shop_id and r.variant_id = v.variant_id order by r.version desc limit 1
      ) r on true
      where v.shop_id = ${shopId} and v.removed_at is null
        and (${productIds === null} or v.product_id = any(${[...(productIds ?? [])]}::uuid[]))
      group by v.product_id
    ), listed as (
      select p.product_id, p.name, p.category, p.brand, p.picture_ids[1] as picture_id, o.variant_ids, o.for_rent, o.for_sale,
             o.day_rent, o.price, o.deposit,
             case when ${sort} = 'best' then 0
                  else (case when ${sort} = 'priceDown' then -1 else 1 end) *
                       coalesce(case when ${offer}::text = 'sale' then o.price when ${offer}::text = 'rental' then o.day_rent
                                     else least(o.day_rent, o.price) end,
                                case when ${sort} = 'priceDown' then ${-dear}::bigint else ${dear}::bigint end) end as key
      from product p join offer o on o.product_id = p.product_id
      where p.shop_id = ${shopId} and p.removed_at is null
        and case ${offer}::text when 'rental' then o.for_rent when 'sale' then o.for_sale else o.for_rent or o.for_sale end
        and (${category}::text is null or p.category = ${category})
    )
    select * from listed
    where ${after === null} or (key, product_id) > (${after?.key ?? 0}::bigint, ${after?.id ?? null}::uuid)
    order by key, product_id limit ${limit}
  `.execute(db)
  return rows.map((row) => ({
    productId: row.product_id,
    name: row.name,
    category: row.category,
    brand: row.brand,
    pictureId: row.picture_id,
    variantIds: row.variant_ids,
    forRent: row.for_rent,
    forSale: row.for_sale,
    dayRent: row.day_rent,
    price: row.price,
    deposit: row.deposit,
    key: row.key,
  }))
}

/** How many offered products each category has, in the order the categories were put in; with the same search, whatever the category. */
export async function countCategories(
  db: Db,
  shopId: string,
  { productIds, offer, offered }: Pick<ProductsAsked, 'productIds' | 'offer' | 'offered'>,
): Promise<{ name: string; count: number }[]> {
  const { rows } = await sql<{ name: string; count: number }>`
    select p.category as name, count(*)::int as count
    from product p
    where p.shop_id = ${shopId} and p.removed_at is null and p.category <> ''
      and (${productIds === null} or p.product_id = any(${[...(productIds ?? [])]}::uuid[]))
      and exists (
        select from variant v where v.shop_id = p.shop_id and v.product_id = p.product_id and v.removed_at is null
          and case ${offer}::text when 'rental' then v.for_rent and ${offered.rental} when 'sale' then v.for_sale and ${offered.sale}
                   else (v.for_rent and ${offered.rental}) or (v.for_sale and ${offered.sale}) end)
    group by p.category order by min(p.product_id::text)
  `.execute(db)
  return rows
}

/** Whether the shop has anything in its catalogue. */
export async function hasProducts(db: Db, shopId: string): Promise<boolean> {
  const { rows } = await sql`select from product where shop_id = ${shopId} and removed_at is null limit 1`.execute(db)
  return rows.length > 0
}
