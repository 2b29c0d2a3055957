import { type Kysely, sql } from 'kysely'

/** Leads from a shop's slug to its id. Shops are never removed or renamed in their slug, so what is known stays. */
export interface ShopDirectory {
  /** Without a slug: the first shop. Undefined when there is none of this slug. */
  idOf(slug: string | undefined): Promise<string | undefined>
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
