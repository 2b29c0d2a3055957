import { cleaningLine, countsOfOrder, damageLine, earlyReturnLine, feeSheet, fen, inHand, lateLine, type Order } from '@bobber/domain'
import { type FeeSheet, type FeeSheetLine, isRefusal, type OrderLineFact, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { shopRules } from '../../shops/index.ts'
import { system } from '../actors.ts'
import { give } from '../give.ts'
import { rowOf } from '../late-rule.ts'
import type { LineRow, OrderRow } from '../order-row.ts'

/** Everything rented that went out is back and inspected, and everything bought is given: nothing can be added any more. */
export function isReadyToSettle(order: Order): boolean {
  const { out, returned, inspected } = countsOfOrder(order)
  const bought = order.lines.filter((line) => line.kind === 'sale')
  return out + returned === 0 && inspected > 0 && bought.every((line) => order.soldLineIds.includes(line.orderLineId))
}

/** Proposes what the order comes to, as a new fee sheet; the first sheet's lines and what return and inspection added (R6). */
export async function propose(tx: Tx, row: OrderRow, byId: string | null): Promise<OrderRow | Refusal> {
  const sheet = await settlementOf(tx, row)
  if (isRefusal(sheet)) return sheet
  const given = await give(tx, row, { kind: 'settlement.propose', content: { sheet } }, { ...system, authorId: byId })
  return isRefusal(given) ? given : given.row
}

/** Money has come in since a settlement was proposed and not yet confirmed: it no longer adds up, and is proposed again. */
export async function proposeAnew(tx: Tx, row: OrderRow): Promise<object | Refusal> {
  const { settlement, ended } = row.order
  return settlement && !settlement.confirmed && !ended ? propose(tx, row, null) : {}
}

async function settlementOf(tx: Tx, row: OrderRow): Promise<FeeSheet | Refusal> {
  const { order, lines } = row
  const { zone } = await shopRules(tx.db, tx.shopId)
  const added: FeeSheetLine[] = []
  for (const back of await readReturns(tx, row.orderId)) {
    const line = order.lines.find(({ orderLineId }) => orderLineId === back.order_line_id)
    const made = line && lateOrEarly(line, rowOf(lines, line.orderLineId), back, zone)
    if (isRefusal(made)) return made
    if (made) added.push(made)
  }
  for (const found of await readInspected(tx, row.orderId)) added.push(...tariff(order, found))
  const version = await nextVersion(tx, row.orderId)
  const all = [...(order.sheet?.lines ?? []), ...added]
  return feeSheet({ version, purpose: 'settlement', lines: all, paid: inHand(order), pricedAt: tx.now })
}

interface Return {
  order_line_id: string
  at: number
  pieces: number
}

/** Versions are never used twice, those of settlements that became void included. */
async function nextVersion(tx: Tx, orderId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(version), 0) + 1 as next from fee_sheet where shop_id = ${tx.shopId} and order_id = ${orderId}
  `.execute(tx.db)
  return rows[0]?.next ?? 1
}

function lateOrEarly(line: OrderLineFact, row: LineRow | undefined, back: Return, zone: string): FeeSheetLine | Refusal | null {
  const { from, until, orderLineId } = line
  if (!row?.plan || from === undefined || until === undefined) return null
  const { plan } = row
  const replacementValue = row.replacementValue === null ? null : fen(row.replacementValue)
  const quantity = back.pieces
  const late = lateLine({ plan, orderLineId, quantity, plannedReturn: until, returnedAt: back.at, replacementValue })
  return late ?? earlyReturnLine({ plan, orderLineId, quantity, from, until, zone }, back.at)
}

/** What came back together counts together. */
async function readReturns(tx: Tx, orderId: string): Promise<Return[]> {
  const { rows } = await sql<Return>`
    select order_line_id, (extract(epoch from at) * 1000)::bigint as at, count(*)::int as pieces from condition_report
    where shop_id = ${tx.shopId} and order_id = ${orderId} and moment = 'checkIn' and undone_at is null
    group by order_line_id, at order by at, order_line_id
  `.execute(tx.db)
  return rows
}

interface Found {
  order_line_id: string
  damage: number
  cleaning: number
}

async function readInspected(tx: Tx, orderId: string): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select order_line_id, damage, cleaning from condition_report
    where shop_id = ${tx.shopId} and order_id = ${orderId} and moment = 'inspection' and damage + cleaning > 0 order by at, report_id
  `.execute(tx.db)
  return rows
}

function tariff(order: Order, { order_line_id: orderLineId, damage, cleaning }: Found): FeeSheetLine[] {
  const name = order.lines.find((line) => line.orderLineId === orderLineId)?.name ?? ''
  const of = (amount: number) => ({ orderLineId, quantity: 1, unitAmount: fen(amount) })
  return [...(damage > 0 ? [damageLine(of(damage), { zh: name, en: name })] : []), ...(cleaning > 0 ? [cleaningLine(of(cleaning))] : [])]
}
