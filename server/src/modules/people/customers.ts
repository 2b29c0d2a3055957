import type { CustomerView } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db, Deps } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { readPersons, type Person } from './persons.ts'
import { maskedPhone } from './phones.ts'
import type { CustomerFacts, PeoplePorts } from './ports.ts'
import { plainName, searchFor } from './search-keys.ts'

/** More than a page of people with one surname is not an answer: two more letters are. */
const most = 20

/** Customers by name, full number or last four digits (P13). Only keyed hashes are compared in the database. */
export async function findCustomers(deps: Deps, ports: PeoplePorts, shopId: string, text: string): Promise<CustomerView[]> {
  const vault = await deps.vault.shop(shopId)
  const wanted = searchFor(vault, text)
  const ids = 'phone' in wanted ? await byPhone(deps.db, shopId, wanted.phone) : await byKeys(deps.db, shopId, wanted.all)
  const persons = [...(await readPersons(deps.db, vault, shopId, ids)).values()]
  // Neighbouring pairs may stand apart in another name: what was found is compared once more as it reads.
  const name = 'name' in wanted ? wanted.name : null
  const found = persons.filter((person) => person.class === 'customer' && (name === null || plainName(person.name).includes(name)))
  return viewsOf(deps.db, ports, shopId, found.slice(0, most))
}

export async function viewsOf(db: Db, ports: PeoplePorts, shopId: string, persons: readonly Person[]): Promise<CustomerView[]> {
  const facts = await ports.customerFacts(
    db,
    shopId,
    persons.map((person) => person.personId),
  )
  return persons.map((person) => viewOf(person, facts.get(person.personId)))
}

function viewOf(person: Person, facts: CustomerFacts | undefined): CustomerView {
  return {
    personId: person.personId,
    name: person.name,
    phoneMasked: person.phone && maskedPhone(person.phone),
    orders: facts?.orders ?? 0,
    out: facts?.out ?? 0,
    conversationId: facts?.conversationId ?? null,
  }
}

/** Name and masked phone, for views that other modules make. */
export async function customerCards(
  db: Db,
  vault: ShopVault,
  shopId: string,
  personIds: readonly string[],
): Promise<Map<string, { personId: string; name: string; phoneMasked: string | null }>> {
  const persons = await readPersons(db, vault, shopId, personIds)
  const card = ({ personId, name, phone }: Person) => ({ personId, name, phoneMasked: phone && maskedPhone(phone) })
  return new Map([...persons].map(([id, person]) => [id, card(person)]))
}

async function byPhone(db: Db, shopId: string, blind: Buffer): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from person where shop_id = ${shopId} and phone_blind = ${blind}
  `.execute(db)
  return rows.map((row) => row.person_id)
}

async function byKeys(db: Db, shopId: string, keys: readonly Buffer[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select s.person_id from person_search s
    where s.shop_id = ${shopId} and s.blind = any(${[...keys]}::bytea[])
    group by s.person_id having count(*) = ${new Set(keys.map((key) => key.toString('hex'))).size}
    limit 200
  `.execute(db)
  return rows.map((row) => row.person_id)
}
