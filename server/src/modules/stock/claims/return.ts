import { refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import type { Db } from '../../../platform/deps.ts'
import { changeOwned } from '../levels.ts'
import { beginDowntime } from './downtime.ts'
import { promiseToTell } from './fewer.ts'
import { lockLevelsOf, takenSpan } from './taking.ts'

/** The claim a unit is out on now: a check-in needs no order's number. */
export async function claimOut(db: Db, shopId: string, unitId: string): Promise<{ claimId: string; orderId: string } | undefined> {
  const { rows } = await sql<{ claim_id: string; order_id: string }>`
    select claim_id, order_id from claim where shop_id = ${shopId} and unit_id = ${unitId} and phase = 'out' and kind = 'order'
  `.execute(db)
  const row = rows[0]
  return row && { claimId: row.claim_id, orderId: row.order_id }
}

/** Back in the shop at `at` (epoch ms): its buffer begins, and ends early where the unit is named for somebody else already. */
export async function takeBack(tx: Tx, claimIds: readonly string[], at: number): Promise<void> {
  const back = new Date(at)
  await sql`
    update claim c set phase = 'returned', blocked = tstzrange(lower(blocked), greatest(
      lower(blocked) + interval '1 ms',
      least(${back}::timestamptz + buffer_minutes * interval '1 minute', (
        select min(lower(o.blocked)) from claim o
        where o.shop_id = c.shop_id and o.unit_id = c.unit_id and o.claim_id <> c.claim_id and o.phase <> 'closed'
          and lower(o.blocked) >= lower(c.blocked) + interval '1 ms'))))
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase = 'out'
  `.execute(tx.db)
}

/**
 * A check-in undone: out as before, without end when it is late; who was promised it in between is told. Refusal `unitBusy`: the unit went
 * to somebody else meanwhile.
 */
export async function undoTakeBack(tx: Tx, claimIds: readonly string[]): Promise<Refusal | undefined> {
  await lockLevelsOf(tx, claimIds)
  const now = new Date(tx.now)
  const span = sql`tstzrange(lower(c.blocked),
    case when upper(c.asked) > ${now} then upper(c.asked) + c.buffer_minutes * interval '1 minute' end)`
  const { rows } = await sql<{ code: string }>`
    select u.code from claim c
    join unit u on u.shop_id = c.shop_id and u.unit_id = c.unit_id
    join claim o on o.shop_id = c.shop_id and o.unit_id = c.unit_id and o.claim_id <> c.claim_id and o.phase <> 'closed'
      and ${takenSpan('o', tx.now)} && ${span}
    where c.shop_id = ${tx.shopId} and c.claim_id = any(${[...claimIds]}::uuid[]) and c.phase = 'returned'
  `.execute(tx.db)
  if (rows[0]) return refuse('unitBusy', { code: rows[0].code })
  const { rows: out } = await sql<{ variant_id: string }>`
    update claim c set phase = 'out', blocked = ${span}
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase = 'returned'
    returning variant_id
  `.execute(tx.db)
  await promiseToTell(
    tx,
    out.map(({ variant_id }) => variant_id),
  )
  return undefined
}

export interface Inspected {
  claimId: string
  condition: 'good' | 'worn' | 'damaged' | 'missing'
}

interface InspectedRow {
  location_id: string
  variant_id: string
  unit_id: string | null
  quantity: number
  condition: Inspected['condition']
}

/**
 * Looked at: free at once, units in the condition found. What is damaged is out of use, what is missing leaves the stock, bulk pieces too.
 * `byId`: who inspected.
 */
export async function inspect(tx: Tx, inspected: readonly Inspected[], byId: string): Promise<void> {
  const now = new Date(tx.now)
  const found = inspected.map(({ claimId, condition }) => ({ claimId, condition }))
  await lockLevelsOf(
    tx,
    found.map(({ claimId }) => claimId),
  )
  const { rows } = await sql<InspectedRow>`
    update claim c set phase = 'closed', closed_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as i("claimId" uuid, condition text)
    where c.shop_id = ${tx.shopId} and c.claim_id = i."claimId" and c.phase = 'returned'
    returning c.location_id, c.variant_id, c.unit_id, c.quantity, i.condition
  `.execute(tx.db)
  // A unit that was sold or retired before it was looked at has left the stock already.
  const { rows: units } = await sql<{ unit_id: string }>`
    update unit u set condition = i.condition,
      retired_at = case when i.condition = 'missing' then ${now}::timestamptz end,
      retired_reason = case when i.condition = 'missing' then 'missing' end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(unit_id uuid, condition text)
    where u.shop_id = ${tx.shopId} and u.unit_id = i.unit_id and u.retired_at is null
    returning u.unit_id
  `.execute(tx.db)
  const here = rows.filter(({ unit_id: unitId }) => unitId === null || units.some(({ unit_id }) => unit_id === unitId))
  const missing = here.filter(({ condition }) => condition === 'missing')
  const moves = missing.map((row) => ({ variantId: row.variant_id, kind: 'retired' as const, quantity: -row.quantity, byId }))
  await changeOwned(tx.db, tx.shopId, moves, tx.now)
  const damaged = here.filter(({ condition }) => condition === 'damaged')
  await beginDowntime(
    tx,
    damaged.map((row) => ({ locationId: row.location_id, variantId: row.variant_id, unitId: row.unit_id, quantity: row.quantity })),
  )
  await promiseToTell(
    tx,
    [...missing, ...damaged].map(({ variant_id }) => variant_id),
  )
}
