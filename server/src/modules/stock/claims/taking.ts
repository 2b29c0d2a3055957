import { type Claim, freeFrom, freeQuantity, MINUTE } from '@bobber/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/deps.ts'
import { prepared } from '../../../platform/prepared.ts'
import { theLocation } from '../../shops/index.ts'
import { instant } from '../sql-time.ts'
import type { Free, SpanAsked } from './request.ts'

/** Where and when stock is looked at: a transaction, or a connection and the shop's now (epoch ms). */
export interface StockAt {
  db: Db
  shopId: string
  now: number
}

/** A variant's pieces at the shop's location and what takes them. */
export interface Taking {
  owned: number
  claims: Claim[]
}

/** Locks the variants' counts until the transaction ends, always in the order of their key, so that two orders never wait for each other. */
export async function lockLevels(db: Db, shopId: string, variantIds: readonly string[]): Promise<void> {
  await sql`
    select from stock_level
    where shop_id = ${shopId} and location_id = ${theLocation(shopId)} and variant_id = any(${[...new Set(variantIds)]}::uuid[])
    order by location_id, variant_id for update
  `.execute(db)
}

/** The same for the counts that claims are of: counts before units and claims, in every door that touches several of them. */
export async function lockLevelsOf({ db, shopId }: StockAt, claimIds: readonly string[]): Promise<void> {
  await sql`
    select from stock_level l where l.shop_id = ${shopId} and (l.location_id, l.variant_id) in (
      select c.location_id, c.variant_id from claim c where c.shop_id = ${shopId} and c.claim_id = any(${[...claimIds]}::uuid[]))
    order by l.location_id, l.variant_id for update
  `.execute(db)
}

/**
 * What a claim takes as of `now`. What should be back and isn't is taken on without end (ST5): from its planned end on, not only when
 * the grace is over and it is called overdue.
 */
export function takenSpan(claim: string, now: number): RawBuilder<unknown> {
  const blocked = sql.ref(`${claim}.blocked`)
  return sql`case when ${sql.ref(`${claim}.phase`)} = 'out' and upper(${blocked}) <= ${instant(now)}
    then tstzrange(lower(${blocked}), null) else ${blocked} end`
}

interface Row {
  variant_id: string
  owned: number
  quantity: number | null
  phase: string
  from_ms: number
  until_ms: number | null
}

const askTaking = prepared<Row>('stock_taking', 'select * from stock_taking($1, $2, $3, $4, $5, $6)')

interface TakingAsked {
  /** epoch ms; null: for ever */
  until?: number | null
  /** whose claims don't count */
  exceptOrderId?: string | undefined
  /** locks the variants' counts first, as `lockLevels` does */
  lock?: boolean
}

/** What there is of the variants and what is taken between `since` (epoch ms) and `until`, in one query. Variants the shop hasn't are missing. */
export async function readTaking(
  { db, shopId, now }: StockAt,
  variantIds: readonly string[],
  since: number,
  { until = null, exceptOrderId, lock = false }: TakingAsked = {},
): Promise<Map<string, Taking>> {
  const rows = await askTaking(db, [shopId, [...new Set(variantIds)], since, until, exceptOrderId ?? null, lock])
  const takings = new Map<string, Taking>()
  for (const { variant_id, owned, quantity, phase, from_ms: from, until_ms: end } of rows) {
    const taking = takings.get(variant_id) ?? { owned, claims: [] }
    takings.set(variant_id, taking)
    const isLate = phase === 'out' && end !== null && end <= now
    if (quantity !== null) taking.claims.push({ from, until: isLate ? null : end, quantity })
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
