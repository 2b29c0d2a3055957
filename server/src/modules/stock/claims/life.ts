import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { unname } from './name-unit.ts'

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
  const late = sql`shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase = 'out'`
  const { rows } = await sql<{ unit_id: string }>`select unit_id from claim where ${late} and unit_id is not null`.execute(tx.db)
  await unname(
    tx,
    rows.map(({ unit_id }) => unit_id),
  )
  await sql`update claim set blocked = tstzrange(lower(blocked), null) where ${late}`.execute(tx.db)
}
