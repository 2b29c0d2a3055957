import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { openPerson } from './records.ts'

/** Names by person id. A guest who turned out to be a customer is called as the customer is. Unknown ids are absent. */
export async function personNames(db: Db, vault: ShopVault, shopId: string, personIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ asked: string; person_id: string; name: Buffer }>`
    select p.person_id as asked, n.person_id, n.name
    from person p join person n on n.shop_id = p.shop_id and n.person_id = coalesce(p.alias_of, p.person_id)
    where p.shop_id = ${shopId} and p.person_id = any(${[...personIds]}::uuid[])
  `.execute(db)
  return new Map(rows.map((row) => [row.asked, openPerson(vault, shopId, row.person_id, 'name', row.name)]))
}
