import { refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { revoke } from '../links.ts'
import { listStaff, otherOwners, writeRoles } from '../staff.ts'

/** Everybody who may hand a talk on sees whom there is; how somebody signs in is an owner's to know. */
export const staffList: Handler<'staff.list'> = async (deps, { shopId, roles }) => {
  const staff = await listStaff(deps.db, await deps.vault.shop(shopId), shopId)
  return { staff: roles.includes('owner') ? staff : staff.map((one) => ({ ...one, login: null })) }
}

/** Gives somebody, or oneself, other roles. All sessions of his end, because open sockets were let in with the old ones. */
export const staffRoles: Handler<'staff.roles'> = async (deps, { shopId }, { personId, roles }) => {
  return deps.log.transact(shopId, async (tx) => {
    const refusal = await mayChange(tx.db, shopId, personId, roles.includes('owner'))
    if (refusal) return refusal
    await writeRoles(tx.db, shopId, personId, roles)
    await revoke(tx, deps, { personId })
    return {}
  })
}

/** He can't sign in any more, and every session and socket of his ends within 5 s (P9); what he wrote stays. */
export const staffDismiss: Handler<'staff.dismiss'> = async (deps, { shopId }, { personId }) => {
  return deps.log.transact(shopId, async (tx) => {
    const refusal = await mayChange(tx.db, shopId, personId, false)
    if (refusal) return refusal
    await sql`
      update person set dismissed_at = ${new Date(deps.clock.now())} where shop_id = ${shopId} and person_id = ${personId}
    `.execute(tx.db)
    await revoke(tx, deps, { personId })
    return {}
  })
}

/** He was dismissed by mistake, or comes back: with the name, the roles and the password that he had (P24). */
export const staffReinstate: Handler<'staff.reinstate'> = async (deps, { shopId }, { personId }) => {
  const { rows } = await sql`
    update person set dismissed_at = null
    where shop_id = ${shopId} and person_id = ${personId} and class = 'staff' and dismissed_at is not null
    returning 1
  `.execute(deps.db)
  return rows.length === 0 ? refuse('notFound') : {}
}

/** A shop keeps at least one owner who can sign in (P3). */
async function mayChange(db: Db, shopId: string, personId: string, staysOwner: boolean): Promise<Refusal | undefined> {
  const { rows } = await sql`
    select from person where shop_id = ${shopId} and person_id = ${personId} and class = 'staff' and dismissed_at is null
  `.execute(db)
  if (rows.length === 0) return refuse('notFound')
  return !staysOwner && (await otherOwners(db, shopId, personId)) === 0 ? refuse('lastOwner') : undefined
}
