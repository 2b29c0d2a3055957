import type { StaffRole } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { openPerson, sealPerson } from './records.ts'
import { searchKeys } from './search-keys.ts'

export interface Person {
  personId: string
  class: 'guest' | 'customer' | 'staff'
  name: string
  phone: string | null
  roles: StaffRole[]
  dismissed: boolean
}

interface Row {
  person_id: string
  class: Person['class']
  name: Buffer
  phone: Buffer | null
  dismissed_at: Date | null
  roles: StaffRole[]
}

export interface NewPerson {
  personId: string
  class: Person['class']
  name: string
  phone: string | null
  now: number
}

export async function insertPerson(db: Db, vault: ShopVault, shopId: string, person: NewPerson): Promise<void> {
  const { personId, phone } = person
  const name = sealPerson(vault, shopId, personId, 'name', person.name)
  const sealedPhone = phone === null ? null : sealPerson(vault, shopId, personId, 'phone', phone)
  const blind = phone === null ? null : vault.blind('phone', phone)
  await sql`
    insert into person (shop_id, person_id, class, name, phone, phone_blind, created_at)
    values (${shopId}, ${personId}, ${person.class}, ${name}, ${sealedPhone}, ${blind}, ${new Date(person.now)})
  `.execute(db)
  if (person.class === 'customer') await writeSearchKeys(db, vault, shopId, personId, person)
}

/** A guest who gave a phone, or was let in at the counter: the same person from now on a customer. */
export async function makeCustomer(
  db: Db,
  vault: ShopVault,
  shopId: string,
  personId: string,
  known: { name: string; phone: string | null },
): Promise<void> {
  const name = sealPerson(vault, shopId, personId, 'name', known.name)
  const phone = known.phone === null ? null : sealPerson(vault, shopId, personId, 'phone', known.phone)
  const blind = known.phone === null ? null : vault.blind('phone', known.phone)
  await sql`
    update person set class = 'customer', name = ${name}, phone = ${phone}, phone_blind = ${blind}
    where shop_id = ${shopId} and person_id = ${personId} and class = 'guest'
  `.execute(db)
  await writeSearchKeys(db, vault, shopId, personId, known)
}

/** The guest turned out to be somebody known: what he wrote stays under his id, which names the other from now on. */
export async function aliasGuest(db: Db, shopId: string, guestId: string, personId: string): Promise<void> {
  await sql`
    update person set alias_of = ${personId}, aliased_at = now() where shop_id = ${shopId} and person_id = ${guestId} and class = 'guest'
  `.execute(db)
}

/** Who somebody turned out to be since; himself, as long as nobody else. */
export async function whoIsNow(db: Db, shopId: string, personId: string): Promise<string> {
  const { rows } = await sql<{ alias_of: string | null }>`
    select alias_of from person where shop_id = ${shopId} and person_id = ${personId}
  `.execute(db)
  return rows[0]?.alias_of ?? personId
}

export async function readPersons(db: Db, vault: ShopVault, shopId: string, personIds: readonly string[]): Promise<Map<string, Person>> {
  const { rows } = await sql<Row>`
    select p.person_id, p.class, p.name, p.phone, p.dismissed_at,
           array(select r.role from person_role r where r.shop_id = p.shop_id and r.person_id = p.person_id order by r.role) as roles
    from person p
    where p.shop_id = ${shopId} and p.person_id = any(${[...personIds]}::uuid[])
  `.execute(db)
  return new Map(rows.map((row) => [row.person_id, personOf(vault, shopId, row)]))
}

export async function readPerson(db: Db, vault: ShopVault, shopId: string, personId: string): Promise<Person | undefined> {
  return (await readPersons(db, vault, shopId, [personId])).get(personId)
}

/** Two who say the same new phone at once: one makes the person, the other waits here and finds him. */
export async function lockPhone(db: Db, vault: ShopVault, shopId: string, phone: string): Promise<void> {
  const name = `person/${shopId}/${vault.blind('phone', phone).toString('hex')}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** Who has this phone; at most one person of a shop. */
export async function personByPhone(db: Db, vault: ShopVault, shopId: string, phone: string): Promise<string | undefined> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from person where shop_id = ${shopId} and phone_blind = ${vault.blind('phone', phone)}
  `.execute(db)
  return rows[0]?.person_id
}

function personOf(vault: ShopVault, shopId: string, row: Row): Person {
  return {
    personId: row.person_id,
    class: row.class,
    name: openPerson(vault, shopId, row.person_id, 'name', row.name),
    phone: row.phone && openPerson(vault, shopId, row.person_id, 'phone', row.phone),
    roles: row.roles,
    dismissed: row.dismissed_at !== null,
  }
}

async function writeSearchKeys(
  db: Db,
  vault: ShopVault,
  shopId: string,
  personId: string,
  person: { name: string; phone: string | null },
): Promise<void> {
  await sql`delete from person_search where shop_id = ${shopId} and person_id = ${personId}`.execute(db)
  await sql`
    insert into person_search (shop_id, blind, person_id)
    select ${shopId}, blind, ${personId} from unnest(${searchKeys(vault, person)}::bytea[]) as t(blind)
    on conflict do nothing
  `.execute(db)
}
