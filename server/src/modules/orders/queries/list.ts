import { type Calls, refuse } from '@bobber/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { Asker, Db, Deps } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { isId } from '../../../platform/ids.ts'
import { customerCards } from '../../people/index.ts'
import { type OrderRow, readOrders } from '../order-row.ts'
import { viewOrders } from './view.ts'

type Stage = NonNullable<Calls['order.list']['body']['stage']>

const page = 40

/** Orders, newest first: a customer's own, or the shop's. */
export const orderList: Handler<'order.list'> = async (deps, asker, { stage, text, after }) => {
  const mine = asker.class === 'staff' ? sql`true` : sql`o.customer_id = ${asker.personId}`
  const within = sql`o.shop_id = ${asker.shopId} and ${mine}`
  const from = after === undefined ? sql`true` : afterCursor(after)
  if (!from) return refuse('malformed', { detail: 'after' })
  const now = new Date(deps.clock.now())
  const wanted = sql`${within} and ${stage ? ofStage(stage, now) : sql`true`} and ${await matching(deps, asker, text)} and ${from}`
  const rows = await readOrders(deps.db, wanted, { order: sql`order by o.placed_at desc, o.order_id desc limit ${page + 1}` })
  const shown = rows.slice(0, page)
  const last = rows.length > page ? shown.at(-1) : undefined
  return {
    orders: await viewOrders(deps, asker, shown),
    counts: await countStages(deps.db, within, now),
    next: last ? cursorOf(last) : null,
  }
}

/** What is out is late once its first piece is due. */
function ofStage(stage: Stage, now: Date): RawBuilder<boolean> {
  if (stage === 'open') return sql`o.stage not in ('closed', 'cancelled', 'expired')`
  if (stage === 'overdue') return sql`o.stage = 'out' and o.due_at < ${now}`
  if (stage === 'out') return sql`o.stage = 'out' and o.due_at >= ${now}`
  // Unconfirmed is unpaid as well: who waits for money looks for both.
  if (stage === 'toPay') return sql`o.stage in ('toConfirm', 'toPay')`
  if (stage === 'cancelled') return sql`o.stage in ('cancelled', 'expired')`
  return sql`o.stage = ${stage}`
}

async function countStages(db: Db, within: RawBuilder<unknown>, now: Date): Promise<Record<string, number>> {
  const stages: Stage[] = ['open', 'toPay', 'toCollect', 'out', 'overdue', 'toInspect', 'toSettle', 'toRefund', 'closed', 'cancelled']
  const counts = stages.map((stage) => sql`count(*) filter (where ${ofStage(stage, now)})::int as ${sql.ref(stage)}`)
  const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)} from "order" o where ${within}`.execute(db)
  return rows[0] ?? {}
}

/** By number, by what is on it, or for staff by whose it is; names are sealed, so those of the latest customers are compared here. */
async function matching(deps: Deps, asker: Asker, text: string | undefined): Promise<RawBuilder<unknown>> {
  const sought = text?.trim()
  if (!sought) return sql`true`
  const pattern = `%${sought.replaceAll(/[%_\\]/g, '\\$&')}%`
  const customerIds = asker.class === 'staff' ? await customersLike(deps, asker.shopId, sought) : []
  return sql`(o.number ilike ${pattern} or o.customer_id = any(${customerIds}::uuid[]) or exists (
    select from jsonb_to_recordset(o.state -> 'lines') as l(name text, sku text) where l.name ilike ${pattern} or l.sku ilike ${pattern}))`
}

const latestCustomers = 2_000

async function customersLike(deps: Deps, shopId: string, sought: string): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from "order" where shop_id = ${shopId} and customer_id is not null
    group by customer_id order by max(placed_at) desc limit ${latestCustomers}
  `.execute(deps.db)
  const ids = rows.map((row) => row.customer_id)
  const cards = await customerCards(deps.db, await deps.vault.shop(shopId), shopId, ids)
  const lower = sought.toLowerCase()
  const isLike = ({ name, phoneMasked }: { name: string; phoneMasked: string | null }) =>
    name.toLowerCase().includes(lower) || (/^\d{4}$/.test(sought) && phoneMasked?.endsWith(sought) === true)
  return [...cards.values()].filter(isLike).map(({ personId }) => personId)
}

function cursorOf({ placedAt, orderId }: OrderRow): string {
  return `${placedAt}.${orderId}`
}

function afterCursor(cursor: string): RawBuilder<unknown> | undefined {
  const [, at, orderId] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  return at === undefined || !isId(orderId)
    ? undefined
    : sql`(o.placed_at, o.order_id) < (to_timestamp(${Number(at)}::bigint / 1000.0), ${orderId}::uuid)`
}
