import { type Claim, freeFrom, freeQuantity, MINUTE } from '@bobber/domain'
import { sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import { epoch, instant } from '../sql-time.ts'
import type { Free, SpanAsked } from './request.ts'

/** A variant's pieces and what takes them. */
export interface Taking {
  owned: number
  claims: Claim[]
}

/** Locks the variants' counts until the transaction ends, always in the order of their ids, so that two orders never wait for each other. */
export async function lockLevels(db: Db, shopId: string, variantIds: readonly string[]): Promise<void> {
  await sql`
    select from stock_level where shop_id = ${shopId} and variant_id = any(${[...new Set(variantIds)]}::uuid[])
    order by variant_id for update
  `.execute(db)
}

/** The same for the variants of claims: counts before claims, in every door that touches both. */
export async function lockLevelsOf(db: Db, shopId: string, claimIds: readonly string[]): Promise<void> {
  await sql`
    select from stock_level l where l.shop_id = ${shopId} and l.variant_id in (
      select c.variant_id from claim c where c.shop_id = ${shopId} and c.claim_id = any(${[...claimIds]}::uuid[]))
    order by l.variant_id for update
  `.execute(db)
}

interface Row {
  variant_id: string
  owned: number
  order_id: string | null
  quantity: number | null
  from: number
  until: number | null
}

/** What is owned of the variants and taken between `since` and `until` (epoch ms; null: for ever), in one query. Variants the shop hasn't are missing. */
export async function readTaking(
  db: Db,
  shopId: string,
  variantIds: readonly string[],
  since: number,
  { until = null, exceptOrderId }: { until?: number | null; exceptOrderId?: string | undefined } = {},
): Promise<Map<string, Taking>> {
  const { rows } = await sql<Row>`
    select l.variant_id, l.owned, c.order_id, c.quantity,
           ${epoch(sql`lower(c.blocked)`)} as from, ${epoch(sql`upper(c.blocked)`)} as until
    from stock_level l
    left join claim c on c.shop_id = l.shop_id and c.variant_id = l.variant_id and c.phase <> 'closed'
      and c.blocked && tstzrange(${instant(since)}, ${instant(until)}) and c.order_id is distinct from ${exceptOrderId ?? null}::uuid
    where l.shop_id = ${shopId} and l.variant_id = any(${[...new Set(variantIds)]}::uuid[])
  `.execute(db)
  const takings = new Map<string, Taking>()
  for (const { variant_id, owned, order_id, quantity, from, until: end } of rows) {
    const taking = takings.get(variant_id) ?? { owned, claims: [] }
    takings.set(variant_id, taking)
    if (quantity !== null) taking.claims.push({ orderId: order_id, from, until: end, quantity })
  }
  return takings
}

/** What is free of a variant in the span, and when the quantity is free again (ST2, ST7). */
export function freeOf({ owned, claims }: Taking, { quantity, from, until, bufferMinutes }: SpanAsked): Free {
  const blockedUntil = until === null ? Infinity : until + bufferMinutes * MINUTE
  const free = Math.max(0, freeQuantity(owned, claims, from, blockedUntil))
  if (until === null) return { free, freeFrom: null }
  return { free, freeFrom: freeFrom({ owned, claims, quantity, length: blockedUntil - from, earliest: from }) }
}
