import { fen, type Order, type PricedWith } from '@bobber/domain'
import type { PricePlan } from '@bobber/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/deps.ts'

/** An order as its row holds it: `order` is the fold of its facts (O11). Times are epoch ms. */
export interface OrderRow {
  orderId: string
  conversationId: string
  customerId: string | null
  placedAt: number
  remark: Buffer | null
  order: Order
  /** what its lines were priced with, which no fact says */
  lines: PricedWith[]
}

interface Row {
  order_id: string
  conversation_id: string
  customer_id: string | null
  placed_at: number
  remark: Buffer | null
  state: Order
  lines: { orderLineId: string; plan: PricePlan | null; replacementValue: number }[]
}

/** Orders that a condition on `o` chooses, in `order` (of SQL), locked when the caller means to change them. */
export async function readOrders(
  db: Db,
  condition: RawBuilder<unknown>,
  { order = sql``, lock = false }: { order?: RawBuilder<unknown>; lock?: boolean } = {},
): Promise<OrderRow[]> {
  const { rows } = await sql<Row>`
    select o.order_id, o.conversation_id, o.customer_id, (extract(epoch from o.placed_at) * 1000)::bigint as placed_at, o.remark, o.state,
      (select jsonb_agg(jsonb_build_object('orderLineId', l.order_line_id, 'plan', l.plan, 'replacementValue', l.replacement_value)
         order by l.nth)
       from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id) as lines
    from "order" o where ${condition} ${order} ${lock ? sql`for no key update of o` : sql``}
  `.execute(db)
  return rows.map((row) => ({
    orderId: row.order_id,
    conversationId: row.conversation_id,
    customerId: row.customer_id,
    placedAt: row.placed_at,
    remark: row.remark,
    order: row.state,
    lines: row.lines.map((line) => ({ ...line, replacementValue: line.replacementValue > 0 ? fen(line.replacementValue) : null })),
  }))
}

/** One order; undefined: not in this shop. */
export async function readOrder(db: Db, shopId: string, orderId: string, lock = false): Promise<OrderRow | undefined> {
  const [row] = await readOrders(db, sql`o.shop_id = ${shopId} and o.order_id = ${orderId}`, { lock })
  return row
}

/** The plan a line was priced with; undefined: it is sold. */
export function planOf({ lines }: Pick<OrderRow, 'lines'>, orderLineId: string): PricePlan | undefined {
  return lines.find((line) => line.orderLineId === orderLineId)?.plan ?? undefined
}
