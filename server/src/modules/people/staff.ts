import type { StaffRole, StaffView } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { insertPerson } from './persons.ts'
import { openPerson, sealPerson } from './records.ts'
import { plainName } from './search-keys.ts'

/** Login names compare without case, width and blanks. */
export function loginBlind(vault: ShopVault, login: string): Buffer {
  return vault.blind('login', plainName(login))
}

export async function isLoginTaken(db: Db, vault: ShopVault, shopId: string, login: string): Promise<boolean> {
  const { rows } = await sql`
    select from staff_login where shop_id = ${shopId} and login_blind = ${loginBlind(vault, login)}
  `.execute(db)
  return rows.length > 0
}

export interface NewStaff {
  personId: string
  name: string
  roles: readonly StaffRole[]
  login: string
  /** made before the transaction: it takes tens of milliseconds on purpose */
  passwordHash: string
  now: number
}

export async function insertStaff(db: Db, vault: ShopVault, shopId: string, staff: NewStaff): Promise<void> {
  const { personId, login } = staff
  await insertPerson(db, vault, shopId, { personId, class: 'staff', name: staff.name, phone: null, now: staff.now })
  await writeRoles(db, shopId, personId, staff.roles)
  await sql`
    insert into staff_login (shop_id, person_id, login, login_blind, password_hash)
    values (${shopId}, ${personId}, ${sealPerson(vault, shopId, personId, 'login', login)}, ${loginBlind(vault, login)}, ${staff.passwordHash})
  `.execute(db)
}

export async function writeRoles(db: Db, shopId: string, personId: string, roles: readonly StaffRole[]): Promise<void> {
  await sql`delete from person_role where shop_id = ${shopId} and person_id = ${personId}`.execute(db)
  await sql`
    insert into person_role (shop_id, person_id, role)
    select ${shopId}, ${personId}, role from unnest(${[...new Set(roles)]}::text[]) as t(role)
  `.execute(db)
}

export async function credentialsOf(
  db: Db,
  vault: ShopVault,
  shopId: string,
  login: string,
): Promise<{ personId: string; passwordHash: string } | undefined> {
  const { rows } = await sql<{ person_id: string; password_hash: string }>`
    select l.person_id, l.password_hash
    from staff_login l join person p on p.shop_id = l.shop_id and p.person_id = l.person_id
    where l.shop_id = ${shopId} and l.login_blind = ${loginBlind(vault, login)} and p.dismissed_at is null
  `.execute(db)
  const row = rows[0]
  return row && { personId: row.person_id, passwordHash: row.password_hash }
}

export interface Login {
  name: string
  login: string
  passwordHash: string
}

/** How somebody of the staff signs in; undefined for others and for who was dismissed. */
export async function loginOf(db: Db, vault: ShopVault, shopId: string, personId: string): Promise<Login | undefined> {
  const { rows } = await sql<{ name: Buffer; login: Buffer; password_hash: string }>`
    select p.name, l.login, l.password_hash
    from staff_login l join person p on p.shop_id = l.shop_id and p.person_id = l.person_id
    where l.shop_id = ${shopId} and l.person_id = ${personId} and p.dismissed_at is null
  `.execute(db)
  const [row] = rows
  return (
    row && {
      name: openPerson(vault, shopId, personId, 'name', row.name),
      login: openPerson(vault, shopId, personId, 'login', row.login),
      passwordHash: row.password_hash,
    }
  )
}

/** Puts another password in the place of the one that is stored as `before`; false: that one isn't his any more (P19). */
export async function replacePassword(db: Db, shopId: string, personId: string, before: string, passwordHash: string): Promise<boolean> {
  const { rows } = await sql`
    update staff_login set password_hash = ${passwordHash}
    where shop_id = ${shopId} and person_id = ${personId} and password_hash = ${before} returning 1
  `.execute(db)
  return rows.length > 0
}

/** Keeps this from being replaced as his password until the transaction ends; false: it was before (P18, P19). */
export async function holdPassword(tx: Db, shopId: string, personId: string, passwordHash: string): Promise<boolean> {
  const { rows } = await sql`
    select from staff_login where shop_id = ${shopId} and person_id = ${personId} and password_hash = ${passwordHash} for share
  `.execute(tx)
  return rows.length > 0
}

/** All staff the shop ever had, oldest first. */
export async function listStaff(db: Db, vault: ShopVault, shopId: string): Promise<StaffView[]> {
  const { rows } = await sql<{ person_id: string; name: Buffer; login: Buffer; dismissed: boolean; roles: StaffRole[] }>`
    select p.person_id, p.name, l.login, p.dismissed_at is not null as dismissed,
           array(select r.role from person_role r where r.shop_id = p.shop_id and r.person_id = p.person_id order by r.role) as roles
    from person p join staff_login l on l.shop_id = p.shop_id and l.person_id = p.person_id
    where p.shop_id = ${shopId} and p.class = 'staff'
    order by p.created_at, p.person_id
  `.execute(db)
  return rows.map((row) => ({
    personId: row.person_id,
    name: openPerson(vault, shopId, row.person_id, 'name', row.name),
    login: openPerson(vault, shopId, row.person_id, 'login', row.login),
    roles: row.roles,
    dismissed: row.dismissed,
  }))
}

/** The owners who can sign in, the eldest first. */
export async function ownersOf(db: Db, shopId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select r.person_id
    from person_role r join person p on p.shop_id = r.shop_id and p.person_id = r.person_id
    where r.shop_id = ${shopId} and r.role = 'owner' and p.dismissed_at is null
    order by p.created_at, p.person_id
  `.execute(db)
  return rows.map((row) => row.person_id)
}

/** Owners that can still sign in, `exceptPersonId` aside. Locks the shop's row: two owners can't dismiss each other at once. */
export async function otherOwners(db: Db, shopId: string, exceptPersonId: string | null): Promise<number> {
  await sql`select from shop where shop_id = ${shopId} for no key update`.execute(db)
  const { rows } = await sql<{ owners: number }>`
    select count(*)::int as owners
    from person_role r join person p on p.shop_id = r.shop_id and p.person_id = r.person_id
    where r.shop_id = ${shopId} and r.role = 'owner' and p.dismissed_at is null and r.person_id is distinct from ${exceptPersonId}::uuid
  `.execute(db)
  return rows[0]?.owners ?? 0
}
