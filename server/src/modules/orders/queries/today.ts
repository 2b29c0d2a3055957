import { collectAtOf, countsOf, countsOfOrder, dueAtOf, instantOf, type LineCounts, type Order, stageOf, wallTimeAt } from '@bobber/domain'
import type { HandOverRow, RefundRow } from '@bobber/protocol/api/orders'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { customerCards } from '../../people/index.ts'
import { shopRules } from '../../shops/index.ts'
import { noShowGraceMs } from '../limits.ts'
import { type OrderRow, readOrders } from '../order-row.ts'
import { openRefunds } from './refunds.ts'

/**
 * What goes out and comes back by the end of the shop's today, what is late from before included, by time; and the money to hand back (R7).
 * An order that is partly out stands in both lists, each with its own part.
 */
export const handOversToday: Handler<'handOvers.today'> = async (deps, { shopId }) => {
  const now = deps.clock.now()
  const { zone } = await shopRules(deps.db, shopId)
  const tomorrow = new Date(instantOf(wallTimeAt(now, zone).day + 1, 0, zone))
  const ofShop = sql`o.shop_id = ${shopId}`
  const going = await readOrders(
    deps.db,
    sql`${ofShop} and (o.stage in ('out', 'toInspect')
      or (o.stage in ('toConfirm', 'toPay', 'toCollect') and o.collect_at < ${tomorrow}) or (o.stage = 'toCollect' and o.collect_at is null))`,
    { order: sql`order by o.order_id` },
  )
  // Of some that wait for money all is given: a balance that a settlement asks for is to pay as well.
  const collect = going.filter(({ order }) => countsOfOrder(order).left > 0 && (collectAtOf(order) ?? 0) < tomorrow.getTime())
  const returning = going.filter(({ order }) => {
    const { out, returned } = countsOfOrder(order)
    return out > 0 ? (dueAtOf(order) ?? 0) < tomorrow.getTime() : returned > 0
  })
  const open = await openRefunds(deps.db, shopId)
  const refunded = await readOrders(deps.db, sql`${ofShop} and o.order_id = any(${open.map(({ orderId }) => orderId)}::uuid[])`)
  const ids = [...collect, ...returning, ...refunded].flatMap(({ customerId }) => customerId ?? [])
  const names = await customerCards(deps.db, await deps.vault.shop(shopId), shopId, ids)
  const named = ({ orderId, customerId, order: { number } }: OrderRow): Pick<HandOverRow, 'orderId' | 'number' | 'customerName'> => ({
    orderId,
    number,
    customerName: names.get(customerId ?? '')?.name ?? '',
  })
  const refunds = open.flatMap(({ orderId, amount }): RefundRow[] => {
    const row = refunded.find((one) => one.orderId === orderId)
    return row ? [{ ...named(row), amount }] : []
  })
  return {
    collect: byTime(collect.map((row) => ({ ...named(row), ...collecting(row, now) }))),
    return: byTime(returning.map((row) => ({ ...named(row), ...comingBack(row, now) }))),
    refunds,
  }
}

function byTime(rows: HandOverRow[]): HandOverRow[] {
  return rows.toSorted((a, b) => a.at - b.at)
}

type Share = Pick<HandOverRow, 'at' | 'what' | 'state'>

/** What is still to be handed out, once it is paid, with its first slot; what is bought has none, and waits since it was placed. */
function collecting({ order, placedAt }: OrderRow, now: number): Share {
  const stage = stageOf(order, now)
  const isUnpaid = stage === 'toConfirm' || stage === 'toPay'
  const left = shareOf(order, ({ left: pieces }) => pieces)
  const slot = collectAtOf(left)
  const isLate = slot !== null && now > slot + noShowGraceMs
  return { at: slot ?? placedAt, what: words(left), state: isUnpaid ? stage : isLate ? 'notCollected' : 'toCollect' }
}

/** What is out with when it is due; when all of it is back, what waits to be inspected. */
function comingBack({ order }: OrderRow, now: number): Share {
  const dueAt = dueAtOf(order)
  if (dueAt !== null) {
    return { at: dueAt, what: words(shareOf(order, ({ out }) => out)), state: stageOf(order, now) === 'overdue' ? 'overdue' : 'out' }
  }
  const back = shareOf(order, ({ returned }) => returned)
  return { at: Math.min(...back.lines.flatMap(({ until }) => until ?? [])), what: words(back), state: 'toInspect' }
}

/** The lines of which something is counted, each with as many pieces as that. */
function shareOf(order: Order, count: (counts: LineCounts) => number): Pick<Order, 'lines'> {
  const lines = order.lines.map((line) => ({ ...line, quantity: count(countsOf(order, line)) }))
  return { lines: lines.filter(({ quantity }) => quantity > 0) }
}

function words({ lines }: Pick<Order, 'lines'>): string {
  return lines.map(({ name, quantity }) => (quantity === 1 ? name : `${name} × ${quantity}`)).join('、')
}
