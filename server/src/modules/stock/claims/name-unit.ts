import { refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { readVariants } from '../../catalogue/index.ts'

interface Row {
  code: string
  variant_id: string
  retired: boolean
}

/**
 * Names the one unit that serves a claim, usually at the scan. The unit's row is locked first; the exclusion constraint stands behind.
 * A unit that came back and isn't inspected yet may go out again: its buffer ends now.
 * Refusals: `notFound` (no such claim), `unitUnknown`, `unitWrongVariant`, `unitBusy`.
 */
export async function nameUnit(tx: Tx, claimId: string, unitId: string): Promise<{ code: string } | Refusal> {
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
  const named = await sql`
    update claim c set unit_id = ${unitId}, blocked = ${span}
    where shop_id = ${tx.shopId} and claim_id = ${claimId} and not exists (
      select from claim o
      where o.shop_id = c.shop_id and o.unit_id = ${unitId} and o.claim_id <> c.claim_id and o.phase <> 'closed' and o.blocked && ${span})
    returning 1
  `.execute(tx.db)
  return named.rows.length > 0 ? { code: unit.code } : refuse('unitBusy', { code: unit.code })
}
