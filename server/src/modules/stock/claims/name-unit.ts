import { refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { readVariants } from '../../catalogue/index.ts'
import { lockLevelsOf, takenSpan } from './taking.ts'

interface Row {
  code: string
  variant_id: string
  retired: boolean
}

/** A claim and the unit that serves it; `unitId` null: bulk goods. */
export interface Piece {
  claimId: string
  unitId: string | null
}

/**
 * Names the units that serve claims, usually at the scan. Their counts are locked first, then unit by unit, always in the order of their
 * ids: two counters never wait for each other. The exclusion constraint stands behind.
 * Refusals: `notFound` (no such claim), `unitUnknown`, `unitWrongVariant`, `unitBusy`, `unitDown`.
 */
export async function nameUnits(tx: Tx, pieces: readonly Piece[]): Promise<Refusal | undefined> {
  await lockLevelsOf(
    tx,
    pieces.map(({ claimId }) => claimId),
  )
  const named = pieces.flatMap(({ claimId, unitId }) => (unitId === null ? [] : [{ claimId, unitId }]))
  for (const { claimId, unitId } of named.toSorted((one, other) => (one.unitId < other.unitId ? -1 : 1))) {
    const refusal = await nameUnit(tx, claimId, unitId)
    if (refusal) return refusal
  }
  return undefined
}

/** A unit that came back and isn't inspected yet may go out again: its buffer ends now. */
async function nameUnit(tx: Tx, claimId: string, unitId: string): Promise<Refusal | undefined> {
  const units = await sql<Row>`
    select code, variant_id, retired_at is not null as retired from unit
    where shop_id = ${tx.shopId} and unit_id = ${unitId} for update
  `.execute(tx.db)
  const unit = units.rows[0]
  if (!unit || unit.retired) return refuse('unitUnknown', { code: unit?.code ?? '' })
  const claims = await sql<{ variant_id: string }>`
    select variant_id from claim
    where shop_id = ${tx.shopId} and claim_id = ${claimId} and phase in ('held', 'committed') for update
  `.execute(tx.db)
  const claim = claims.rows[0]
  if (!claim) return refuse('notFound')
  if (claim.variant_id !== unit.variant_id) {
    const variants = await readVariants(tx.db, tx.shopId, [unit.variant_id])
    return refuse('unitWrongVariant', { code: unit.code, name: variants.get(unit.variant_id)?.name ?? '' })
  }
  const now = new Date(tx.now)
  await sql`
    update claim set blocked = tstzrange(lower(blocked), greatest(${now}, lower(blocked) + interval '1 ms'))
    where shop_id = ${tx.shopId} and unit_id = ${unitId} and phase = 'returned' and upper(blocked) > ${now}
  `.execute(tx.db)
  // Collected after its planned end: taken without end, as any late rental is.
  const span = sql`case when upper(c.blocked) <= ${now} then tstzrange(${now}, null)
    else tstzrange(greatest(lower(c.blocked), ${now}), upper(c.blocked)) end`
  const others = await sql<{ kind: string }>`
    select o.kind from claim o join claim c on c.shop_id = o.shop_id and c.claim_id = ${claimId}
    where o.shop_id = ${tx.shopId} and o.unit_id = ${unitId} and o.claim_id <> c.claim_id and o.phase <> 'closed'
      and ${takenSpan('o', tx.now)} && ${span}
    limit 1
  `.execute(tx.db)
  const other = others.rows[0]
  if (other) return refuse(other.kind === 'downtime' ? 'unitDown' : 'unitBusy', { code: unit.code })
  await sql`update claim c set unit_id = ${unitId}, blocked = ${span} where shop_id = ${tx.shopId} and claim_id = ${claimId}`.execute(tx.db)
  return undefined
}

/** Takes back what was promised of units by name: whoever was to get one of them is promised another. */
export async function unname({ db, shopId }: Tx, unitIds: readonly string[]): Promise<void> {
  await sql`
    update claim set unit_id = null
    where shop_id = ${shopId} and unit_id = any(${[...unitIds]}::uuid[]) and phase in ('held', 'committed') and kind = 'order'
  `.execute(db)
}
