import { MINUTE } from '@bobber/domain'
import { refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { theLocation } from '../../shops/index.ts'
import type { Free, HoldRequest, SpanAsked } from './request.ts'
import { horizonOf, isKnown, nextFree } from './next-free.ts'
import { freeOf, readTaking, type StockAt } from './taking.ts'

/**
 * Takes stock for an order, all of it or nothing (O3). The variants' counts are locked first, then the peak of what is taken is swept:
 * never check-then-insert.
 * Refusals: `notFound` (no such variant here), `notEnough` {free, freeFrom: epoch ms}, `notEnoughEver` {free}.
 */
export async function hold(tx: Tx, requests: readonly HoldRequest[]): Promise<Refusal | undefined> {
  if (requests.length === 0) return undefined
  const refusal = await refusalOf(tx, await firstShort(tx, requests, true))
  if (!refusal) await insertClaims(tx, requests)
  return refusal
}

/**
 * What `hold` would refuse as things stand, without a lock: whoever comes too late is told so without waiting for those before him.
 * `undefined` promises nothing.
 */
export async function tooFew(at: StockAt, asked: readonly SpanAsked[]): Promise<Refusal | undefined> {
  return refusalOf(at, await firstShort(at, asked, false))
}

/** Whether all of it could be had, as things stand. */
export async function isThere(at: StockAt, asked: readonly SpanAsked[]): Promise<boolean> {
  return (await firstShort(at, asked, false)) === undefined
}

/** A span of which there is too little; `free` null: of a variant that the shop hasn't. */
interface Short {
  asked: SpanAsked
  free: Free | null
  /** how far claims were read */
  horizon: number | null
}

/** The first span that can't be had, reading no more than what lies in the spans and where the next gap is likely. */
async function firstShort(at: StockAt, requests: readonly SpanAsked[], lock: boolean): Promise<Short | undefined> {
  if (requests.length === 0) return undefined
  const variantIds = requests.map(({ variantId }) => variantId)
  const horizon = horizonOf(requests)
  const takings = await readTaking(at, variantIds, Math.min(...requests.map(({ from }) => from)), {
    until: horizon,
    lock,
  })
  for (const asked of together(requests)) {
    const taking = takings.get(asked.variantId)
    if (!taking) return { asked, free: null, horizon }
    const free = freeOf(taking, asked)
    if (free.free < asked.quantity) return { asked, free, horizon }
    const until = asked.until === null ? null : asked.until + asked.bufferMinutes * MINUTE
    taking.claims.push({ from: asked.from, until, quantity: asked.quantity })
  }
  return undefined
}

async function refusalOf(at: StockAt, short: Short | undefined): Promise<Refusal | undefined> {
  if (!short) return undefined
  const { asked, free: left, horizon } = short
  if (!left) return refuse('notFound')
  const freeFrom = isKnown(left.freeFrom, asked, horizon) ? left.freeFrom : await nextFree(at, asked)
  return freeFrom === null ? refuse('notEnoughEver', { free: left.free }) : refuse('notEnough', { free: left.free, freeFrom })
}

/** Pieces of one variant and one span are asked for as one quantity: "only 2 left" is about all of them. */
function together(requests: readonly SpanAsked[]): SpanAsked[] {
  const sums = new Map<string, SpanAsked>()
  for (const { variantId, from, until, bufferMinutes, quantity } of requests) {
    const key = `${variantId} ${from} ${until} ${bufferMinutes}`
    sums.set(key, { variantId, from, until, bufferMinutes, quantity: quantity + (sums.get(key)?.quantity ?? 0) })
  }
  return [...sums.values()]
}

async function insertClaims({ db, shopId, now }: StockAt, requests: readonly HoldRequest[]): Promise<void> {
  const rows = requests.map(({ billed, ...request }) => ({
    claim_id: request.claimId,
    variant_id: request.variantId,
    quantity: request.quantity,
    order_id: request.orderId,
    order_number: request.orderNumber,
    order_line_id: request.orderLineId,
    from_ms: request.from,
    until_ms: request.until,
    buffer_minutes: request.bufferMinutes,
    billed_from: billed?.from ?? request.from,
    billed_until: billed?.until ?? request.until,
  }))
  await sql`
    insert into claim (shop_id, claim_id, location_id, variant_id, quantity, kind, phase, order_id, order_number, order_line_id,
                       asked, blocked, billed, buffer_minutes, held_at)
    select ${shopId}, claim_id, ${theLocation(shopId)}, variant_id, quantity, 'order', 'held', order_id, order_number, order_line_id,
           tstzrange(to_timestamp(from_ms / 1000.0), to_timestamp(until_ms / 1000.0)),
           tstzrange(to_timestamp(from_ms / 1000.0), to_timestamp(until_ms / 1000.0) + buffer_minutes * interval '1 minute'),
           tstzrange(to_timestamp(billed_from / 1000.0), to_timestamp(billed_until / 1000.0)),
           buffer_minutes, ${new Date(now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      claim_id uuid, variant_id uuid, quantity int, order_id uuid, order_number text, order_line_id uuid,
      from_ms bigint, until_ms bigint, buffer_minutes int, billed_from bigint, billed_until bigint)
  `.execute(db)
}
