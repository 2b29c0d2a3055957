import type { Db } from '../../platform/deps.ts'
import { gather } from '../../platform/gather.ts'
import { prepared } from '../../platform/prepared.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openPerson } from './records.ts'

interface Named {
  asked: string
  person_id: string
  name: Buffer
}

/**
 * Looked up one by one, each by its key, as `offset 0` makes it: planned on the empty tables of a new shop, a join or `any` went through all
 * of a shop's people, on PostgreSQL 15 and not on 18, and the plan is kept.
 */
const askNames = prepared<Named>(
  'person_names',
  `select p.person_id as asked, n.person_id, n.name
   from unnest($2::uuid[]) as a(person_id)
   cross join lateral (select * from person p where p.shop_id = $1 and p.person_id = a.person_id offset 0) p
   cross join lateral (select * from person n where n.shop_id = $1 and n.person_id = coalesce(p.alias_of, p.person_id) offset 0) n`,
)

/** Names by person id. A guest who turned out to be a customer is called as the customer is. Unknown ids are absent. */
export async function personNames(db: Db, vault: ShopVault, shopId: string, personIds: readonly string[]): Promise<Map<string, string>> {
  return opened(await askNames(db, [shopId, personIds]), vault, shopId)
}

function opened(rows: readonly Named[], vault: ShopVault, shopId: string): Map<string, string> {
  return new Map(rows.map((row) => [row.asked, openPerson(vault, shopId, row.person_id, 'name', row.name)]))
}

/**
 * The same for the log, which is asked by everybody at once after a restart: names are read together, and each opens those it asked for,
 * so that one that doesn't open is no trouble of the others.
 */
export function namesTogether(db: Db, vault: Vault) {
  const ofShop = new Map<string, (personIds: readonly string[]) => Promise<ReadonlyMap<string, Named>>>()
  return async (shopId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const known = ofShop.get(shopId) ?? gather(async (ids: string[]) => byPerson(await askNames(db, [shopId, ids])))
    ofShop.set(shopId, known)
    const [rows, shop] = await Promise.all([known(personIds), vault.shop(shopId)])
    return opened(
      personIds.flatMap((personId) => rows.get(personId) ?? []),
      shop,
      shopId,
    )
  }
}

function byPerson(rows: readonly Named[]): Map<string, Named> {
  return new Map(rows.map((row) => [row.asked, row]))
}
