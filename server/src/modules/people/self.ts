import type { Db } from '../../platform/deps.ts'
import { prepared } from '../../platform/prepared.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { newestGuests } from './aliases.ts'
import { openPerson } from './records.ts'

const askSelf = prepared<{ person_id: string; name: Buffer; guests: string[] }>(
  'person_self',
  `select n.person_id, n.name, array(
     select g.person_id from person g where g.shop_id = p.shop_id and g.alias_of = p.person_id order by g.aliased_at desc limit ${newestGuests}
   ) as guests
   from person p join person n on n.shop_id = p.shop_id and n.person_id = coalesce(p.alias_of, p.person_id)
   where p.shop_id = $1 and p.person_id = $2`,
)

/** What a device is told of its own person: the name, and the newest guests he was, newest first. */
export async function selfOf(db: Db, vault: ShopVault, shopId: string, personId: string): Promise<{ name: string; guests: string[] }> {
  const [row] = await askSelf(db, [shopId, personId])
  if (!row) return { name: '', guests: [] }
  return { name: openPerson(vault, shopId, row.person_id, 'name', row.name), guests: row.guests }
}
