import type { Db } from '../../platform/deps.ts'
import { gather } from '../../platform/gather.ts'
import { prepared } from '../../platform/prepared.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openPerson } from './records.ts'

const askNames = prepared<{ asked: string; person_id: string; name: Buffer }>(
  'person_names',
  `select p.person_id as asked, n.person_id, n.name
   from person p join person n on n.shop_id = p.shop_id and n.person_id = coalesce(p.alias_of, p.person_id)
   where p.shop_id = $1 and p.person_id = any($2::uuid[])`,
)

/** Names by person id. A guest who turned out to be a customer is called as the customer is. Unknown ids are absent. */
export async function personNames(db: Db, vault: ShopVault, shopId: string, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await askNames(db, [shopId, personIds])
  return new Map(rows.map((row) => [row.asked, openPerson(vault, shopId, row.person_id, 'name', row.name)]))
}

/** The same for the log, which is asked by everybody at once after a restart: names are read and opened once for all who wait. */
export function namesTogether(db: Db, vault: Vault) {
  const ofShop = new Map<string, (personIds: readonly string[]) => Promise<ReadonlyMap<string, string>>>()
  return (shopId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const known = ofShop.get(shopId) ?? gather(async (ids: string[]) => personNames(db, await vault.shop(shopId), shopId, ids))
    ofShop.set(shopId, known)
    return known(personIds)
  }
}
