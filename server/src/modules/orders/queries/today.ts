import { collectAtOf, countsOfOrder, dueAtOf, instantOf, stageOf, wallTimeAt } from '@bobber/domain'
import type { HandOverRow, RefundRow } from '@bobber/protocol/api/orders'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { customerCards } from '../../people/index.ts'
import { shopRules } from '../../shops/index.ts'
import { noShowGraceMs } from '../limits.ts'
import { type OrderRow, readOrders } from '../order-row.ts'
import { openRefunds } from './refunds.ts'

/** What goes out and comes back by the end of the shop's today, what is late from before included, by time; and the money to hand back (R7). */
export const handOversToday: Handler<'handOvers.today'> = async (deps, { shopId }) => {
  const now = deps.clock.now()
  const { zone } = await shopRules(deps.db, shopId)
  const tomorrow = new Date(instantOf(wallTimeAt(now, zone).day + 1, 0, zone))
  const ofShop = sql`o.shop_id = ${shopId}`
  const waiting = sql`${ofShop} and o.stage in ('toConfirm', 'toPay', 'toCollect') and o.collect_at < ${tomorrow}`
  const coming = sql`${ofShop} and (o.stage = 'toInspect' or (o.stage = 'out' and o.due_at < ${tomorrow}))`
  const unpaid = await readOrders(deps.db, waiting, { order: sql`order by o.collect_at, o.order_id` })
  // A balance that a settlement asks for is to pay as well, and nothing of it to collect.
  const collect = unpaid.filter(({ order }) => countsOfOrder(order).left > 0)
  const returning = await readOrders(deps.db, coming, { order: sql`order by o.due_at nulls last, o.order_id` })
  const open = await openRefunds(deps.db, shopId)
  const refunded = await readOrders(deps.db, sql`${ofShop} and o.order_id = any(${open.map(({ orderId }) => orderId)}::uuid[])`)
  const ids = [...collect, ...returning, ...refunded].flatMap(({ customerId }) => customerId ?? [])
  const names = await customerCards(deps.db, await deps.vault.shop(shopId), shopId, ids)
  const nameOf = ({ customerId }: OrderRow): string => names.get(customerId ?? '')?.name ?? ''
  const rowOf = (row: OrderRow): HandOverRow => handOver(row, nameOf(row), now)
  const refunds = open.flatMap(({ orderId, amount }): RefundRow[] => {
    const row = refunded.find((one) => one.orderId === orderId)
    return row ? [{ orderId, number: row.order.number, customerName: nameOf(row), amount }] : []
  })
  return { collect: collect.map(rowOf), return: returning.map(rowOf), refunds }
}

function handOver({ orderId, order }: OrderRow, customerName: string, now: number): HandOverRow {
  const rentals = order.lines.filter((line) => line.kind === 'rental')
  const what = rentals.map(({ name, quantity }) => (quantity === 1 ? name : `${name} × ${quantity}`)).join('、')
  const slot = collectAtOf(order) ?? now
  const stage = stageOf(order, now)
  if (stage === 'out' || stage === 'overdue')
    return { orderId, number: order.number, customerName, at: dueAtOf(order) ?? now, what, state: stage }
  const untils = rentals.flatMap(({ until }) => until ?? [])
  if (stage === 'toInspect') return { orderId, number: order.number, customerName, at: Math.min(...untils), what, state: stage }
  return { orderId, number: order.number, customerName, at: slot, what, state: now > slot + noShowGraceMs ? 'notCollected' : 'toCollect' }
}
