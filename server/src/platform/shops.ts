import { type Kysely, sql } from 'kysely'

/** Leads from a shop's slug to its id. Shops are never removed or renamed in their slug, so what is known stays. */
export interface ShopDirectory {
  /** Without a slug: the first shop. Undefined when there is none of this slug. */
  idOf(slug: string | undefined): Promise<string | undefined>
}

/** Where a shop's storefront stands: the first shop's at `/`. Throws for an id that is no shop's. */
export async function storefrontPath(db: Kysely<unknown>, shopId: string): Promise<string> {
  const { rows } = await sql<{ slug: string; first: boolean }>`
    select slug, shop_id = (select shop_id from shop order by created_at, shop_id limit 1) as first from shop where shop_id = ${shopId}
  `.execute(db)
  if (!rows[0]) throw new Error('no such shop')
  return rows[0].first ? '/' : `/s/${rows[0].slug}/`
}

export function createShopDirectory(db: Kysely<unknown>): ShopDirectory {
  const known = new Map<string, string>()
  return {
    async idOf(slug) {
      const id = known.get(slug ?? '')
      if (id !== undefined) return id
      const { rows } = await sql<{ shop_id: string }>`
        select shop_id from shop where ${slug ?? null}::text is null or slug = ${slug ?? null}
        order by created_at, shop_id limit 1
      `.execute(db)
      if (rows[0]) known.set(slug ?? '', rows[0].shop_id)
      return rows[0]?.shop_id
    },
  }
}
