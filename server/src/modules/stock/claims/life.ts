import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'

/** Paid or settled otherwise: what was held for a while is promised. */
export async function commit(tx: Tx, claimIds: readonly string[]): Promise<void> {
  await sql`
    update claim set phase = 'committed'
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase = 'held'
  `.execute(tx.db)
}

/** Cancelled or expired: free at once, without a buffer, named units too. */
export async function release(tx: Tx, claimIds: readonly string[]): Promise<void> {
  await sql`
    update claim set phase = 'closed', closed_at = ${new Date(tx.now)}
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase <> 'closed'
  `.execute(tx.db)
}

/** Handed over: taken from now on, should it be earlier than asked; past its end already, without end. */
export async function takeOut(tx: Tx, claimIds: readonly string[]): Promise<void> {
  const now = new Date(tx.now)
  await sql`
    update claim set phase = 'out', out_at = ${now},
      blocked = tstzrange(${now}, case when upper(blocked) > ${now} then upper(blocked) end)
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase in ('held', 'committed')
  `.execute(tx.db)
}

/** A check-out undone: promised as before, and no unit named. */
export async function putBack(tx: Tx, claimIds: readonly string[]): Promise<void> {
  await sql`
    update claim set phase = 'committed', out_at = null, unit_id = null,
      blocked = tstzrange(lower(asked), upper(asked) + buffer_minutes * interval '1 minute')
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase = 'out'
  `.execute(tx.db)
}

/** Not back in time: taken without end until the return is recorded (ST5). A unit that was already named for somebody later is named anew. */
export async function openEnd(tx: Tx, claimIds: readonly string[]): Promise<void> {
  await sql`
    update claim later set unit_id = null
    from claim late
    where late.shop_id = ${tx.shopId} and late.claim_id = any(${[...claimIds]}::uuid[]) and late.phase = 'out'
      and later.shop_id = late.shop_id and later.unit_id = late.unit_id and later.claim_id <> late.claim_id
      and later.phase in ('held', 'committed')
  `.execute(tx.db)
  await sql`
    update claim set blocked = tstzrange(lower(blocked), null)
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase = 'out'
  `.execute(tx.db)
}
