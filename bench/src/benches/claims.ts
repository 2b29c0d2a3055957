import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { isRefusal } from '@bobber/protocol'
import { hold, tooFew } from '@bobber/server/modules/stock/index'
import type { Bench } from '../stage/bench.ts'
import { round } from '../stage/measure.ts'
import { onStage, type Stage } from '../stage/stage.ts'

const clients = 64
const units = 4
const slots = 200
const stretch = 20
const hour = 3_600_000
const firstSlot = Date.UTC(2027, 0, 1)

export const claims: Bench = {
  name: 'claims',
  what: '64 clients racing for the last of 4 units over 200 slots, beside bare SQL with the exclusion constraint',
  goals: { doubleBooked: { atMost: 0 }, unsold: { atMost: 0 }, ratio: { atLeast: 0.5 } },
  run: () =>
    onStage(async (stage) => {
      const ours = await shelf(stage, stage.shopId)
      const theirs = await shelf(stage, await stage.anotherShop('bare'))
      // In turns, a stretch each: what else the machine does falls on both.
      const seconds = { ours: 0, bare: 0 }
      for (let from = 0; from < slots; from += stretch) {
        seconds.bare += await race(from, from + stretch, (slot) => bareClaim(stage, theirs, slot))
        seconds.ours += await race(from, from + stretch, (slot) => claim(stage, ours, slot))
      }
      const attempts = clients * slots
      const sold = await soldBySlot(stage, ours)
      return {
        perSecond: round(attempts / seconds.ours),
        barePerSecond: round(attempts / seconds.bare),
        ratio: round(seconds.bare / seconds.ours, 3),
        doubleBooked: sold.filter((count) => count > units).length,
        unsold: sold.filter((count) => count < units).length,
      }
    }),
}

interface Shelf {
  shopId: string
  locationId: string
  variantId: string
  lastUnitId: string
}

/** A variant with four units, three of them taken in every slot. */
async function shelf({ deps }: Stage, shopId: string): Promise<Shelf> {
  const [productId, variantId, lastUnitId] = [randomUUID(), randomUUID(), randomUUID()]
  const { db } = deps
  await sql`insert into product (shop_id, product_id, name, added_at) values (${shopId}, ${productId}, '海竿', now())`.execute(db)
  await sql`insert into variant (shop_id, variant_id, product_id, sku, tracking, for_rent, for_sale)
    values (${shopId}, ${variantId}, ${productId}, 'RH-3608', 'units', true, false)`.execute(db)
  await sql`insert into stock_level (shop_id, location_id, variant_id, owned)
    select ${shopId}, location_id, ${variantId}, ${units} from location where shop_id = ${shopId}`.execute(db)
  await sql`insert into unit (shop_id, unit_id, location_id, variant_id, code, number, added_at)
    select ${shopId}, case when n = 1 then ${lastUnitId}::uuid else gen_random_uuid() end, location_id, ${variantId}, 'RH-3608-' || n, n, now()
    from location, generate_series(1, ${units}::int) n where shop_id = ${shopId}`.execute(db)
  await sql`
    insert into claim (shop_id, claim_id, location_id, variant_id, unit_id, quantity, kind, phase, order_id, order_number, order_line_id,
      asked, blocked, billed, held_at)
    select ${shopId}, gen_random_uuid(), u.location_id, ${variantId}, u.unit_id, 1, 'order', 'committed', gen_random_uuid(), 'x', gen_random_uuid(), span, span, span, now()
    from unit u, generate_series(0, ${slots - 1}::int) slot,
      lateral (select tstzrange(to_timestamp(${firstSlot / 1000}::int + slot * 3600), to_timestamp(${firstSlot / 1000}::int + slot * 3600 + 3000)) as span) s
    where u.shop_id = ${shopId} and u.unit_id <> ${lastUnitId}`.execute(db)
  const { rows } = await sql<{ location_id: string }>`select location_id from location where shop_id = ${shopId}`.execute(db)
  return { shopId, locationId: rows[0]?.location_id ?? '', variantId, lastUnitId }
}

async function race(from: number, to: number, once: (slot: number) => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let slot = from; slot < to; slot++) await once(slot)
    }),
  )
  return (performance.now() - began) / 1000
}

/** What `order.place` does about stock: whoever comes too late is told so before the transaction begins. */
async function claim({ deps }: Stage, { shopId, variantId }: Shelf, slot: number): Promise<boolean> {
  const from = firstSlot + slot * hour
  const asked = { variantId, quantity: 1, from, until: from + 50 * 60_000, bufferMinutes: 0 }
  const request = { ...asked, claimId: deps.newId(), orderId: deps.newId(), orderNumber: 'x', orderLineId: deps.newId() }
  const answer = await deps.log.transact(shopId, (tx) => hold(tx, [request]), {
    question: JSON.stringify(asked),
    ask: (at) => tooFew(at, [asked]),
  })
  return !isRefusal(answer)
}

/** The least SQL that never gives a unit twice: one insert, and the constraint says no. Without `do nothing`, two of them wait for each other. */
async function bareClaim({ deps }: Stage, { shopId, locationId, variantId, lastUnitId }: Shelf, slot: number): Promise<boolean> {
  const from = (firstSlot + slot * hour) / 1000
  const { rowCount } = await deps.pool.query({
    name: 'bare_claim',
    text: `insert into claim (shop_id, claim_id, location_id, variant_id, unit_id, quantity, kind, phase, order_id, order_number, order_line_id,
          asked, blocked, billed, held_at)
        select $1, $2, $9, $3, $4, 1, 'order', 'held', $5, 'x', $6, span, span, span, now()
        from (select tstzrange(to_timestamp($7), to_timestamp($8)) as span) s
        on conflict do nothing`,
    values: [shopId, deps.newId(), variantId, lastUnitId, deps.newId(), deps.newId(), from, from + 3_000, locationId],
  })
  return rowCount === 1
}

async function soldBySlot({ deps }: Stage, { shopId }: Shelf): Promise<number[]> {
  const { rows } = await sql<{ sold: number }>`
    select count(*)::int as sold from claim where shop_id = ${shopId} and phase <> 'closed' group by lower(blocked)`.execute(deps.db)
  return rows.map((row) => row.sold)
}
