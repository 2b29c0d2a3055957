import {
  countsOf,
  dueAtOf,
  dueOf,
  heldDeposit,
  lateOf,
  nextCommands,
  type NextCommand,
  type Order,
  type RentedPiece,
  stageOf,
} from '@bobber/domain'
import type { OrderLineView, OrderUnit, OrderView } from '@bobber/protocol/api/orders'
import type { Asker, Deps } from '../../../platform/deps.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { readVariants, type VariantRow } from '../../catalogue/index.ts'
import { picturesOf } from '../../files/index.ts'
import { customerCards } from '../../people/index.ts'
import { actorsOf } from '../actors.ts'
import type { OrderRow } from '../order-row.ts'
import { paysOnline } from '../payments/online.ts'
import { type Captured, capturedPayments } from './payments.ts'
import { type OpenRefund, openRefunds } from './refunds.ts'
import { readReports, type ReportRow } from './reports.ts'

/** Everything many orders' views are made of, fetched once for all of them. */
interface Shown {
  customers: Awaited<ReturnType<typeof customerCards>>
  variants: Map<string, VariantRow>
  pictures: Awaited<ReturnType<typeof picturesOf>>
  reports: Map<string, ReportRow[]>
  payments: Captured[]
  refunds: OpenRefund[]
}

/** Orders as one asker sees them, in the order given; seven queries, however many they are. */
export async function viewOrders(deps: Deps, asker: Asker, rows: readonly OrderRow[]): Promise<OrderView[]> {
  if (rows.length === 0) return []
  const { db } = deps
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const customerIds = rows.flatMap(({ customerId }) => customerId ?? [])
  const customers = await customerCards(db, vault, shopId, customerIds)
  const variantIds = rows.flatMap(({ order }) => order.lines.map((line) => line.variantId))
  const variants = await readVariants(db, shopId, variantIds)
  const orderIds = rows.map(({ orderId }) => orderId)
  const reports = await readReports(db, vault, shopId, orderIds)
  const payments = await capturedPayments(db, shopId, orderIds)
  const refunds = await openRefunds(db, shopId, orderIds)
  const covers = [...variants.values()].flatMap(({ pictureId }) => pictureId ?? [])
  const evidence = [...reports.values()].flatMap((ofOrder) => ofOrder.flatMap((report) => report.pictureIds))
  const pictures = await picturesOf(db, shopId, [...covers, ...evidence])
  const now = deps.clock.now()
  const shown = { customers, variants, pictures, reports, payments, refunds }
  return rows.map((row) => viewOf(row, shown, { asker, vault, now, online: paysOnline(deps) }))
}

interface Seen {
  asker: Asker
  vault: ShopVault
  now: number
  /** whether there is a way to pay but at the counter */
  online: boolean
}

function viewOf(row: OrderRow, shown: Shown, { asker, vault, now, online }: Seen): OrderView {
  const { order, orderId } = row
  const { sheet } = order
  if (!sheet) throw new Error(`order ${order.number} has no fee sheet`)
  const { taken, kept, givenBack } = order.deposit
  const refunds = shown.refunds.filter((refund) => refund.orderId === orderId)
  return {
    orderId,
    number: order.number,
    conversationId: row.conversationId,
    customer: row.customerId === null ? null : (shown.customers.get(row.customerId) ?? null),
    stage: stageOf(order, now),
    facets: order.facets,
    lines: order.lines.map((line) => lineView(order, line, shown, shown.reports.get(orderId) ?? [])),
    sheet,
    confirmedVersion: order.confirmedVersion,
    settlement: order.settlement?.sheet ?? null,
    paid: order.taken,
    payments: shown.payments.filter((one) => one.orderId === orderId).map(({ amount, means, at }) => ({ amount, means, at })),
    refunded: order.refunded,
    due: dueOf(order),
    refunds: refunds.map(({ refundId, amount, means }) => ({ refundId, amount, means })),
    deposit: { taken, kept, givenBack, held: heldDeposit(order) },
    holdUntil: isHeldFor(order) ? order.holdUntil : null,
    dueAt: dueAtOf(order) ?? firstReturn(order),
    late: lateOf(order, row.lines),
    remark: row.remark ? vault.open(row.remark, `${asker.shopId}/order/${orderId}/remark`).toString('utf8') : '',
    placedAt: row.placedAt,
    next: nextOf(order, asker, now).filter((command) => {
      if (command === 'refund.handBack') return refunds.length > 0
      return online || command !== 'payment.request'
    }),
    undoUntil: undoUntil(order, now),
  }
}

/** An unpaid hold is the only one that ends by itself. */
function isHeldFor(order: Order): boolean {
  return !order.ended && order.facets.fulfilment === 'held' && order.facets.payment !== 'paid'
}

function firstReturn({ lines }: Order): number | null {
  const untils = lines.flatMap(({ until }) => (until === undefined ? [] : [until]))
  return untils.length > 0 ? Math.min(...untils) : null
}

/** What any of the asker's roles may do now (O7). */
function nextOf(order: Order, asker: Asker, now: number): NextCommand[] {
  return [...new Set(actorsOf(asker).flatMap((actor) => nextCommands(order, actor, now)))]
}

function undoUntil({ pieces }: Order, now: number): number | null {
  const open = pieces.map((piece) => piece.undoUntil).filter((until) => until >= now)
  return open.length > 0 ? Math.max(...open) : null
}

function lineView(order: Order, line: Order['lines'][number], shown: Shown, reports: readonly ReportRow[]): OrderLineView {
  const { orderLineId, kind, variantId, sku, name, quantity, from = null, until = null } = line
  const variant = shown.variants.get(variantId)
  const counts = countsOf(order, line)
  return {
    orderLineId,
    kind,
    variantId,
    productId: variant?.productId ?? '',
    sku,
    name,
    picture: (variant?.pictureId && shown.pictures.get(variant.pictureId)) || null,
    quantity,
    tracking: variant?.tracking ?? 'bulk',
    handedOver: counts.handedOver === quantity,
    forgone: counts.forgone,
    from,
    until,
    units: order.pieces.filter((piece) => piece.orderLineId === orderLineId).map((piece) => unitView(piece, shown, reports)),
  }
}

const states: Partial<Record<RentedPiece['life'], OrderUnit['state']>> = { checkedOut: 'out', returned: 'returned' }

function unitView({ unitId, unitCode, life }: RentedPiece, { pictures }: Shown, reports: readonly ReportRow[]): OrderUnit {
  const own = reports.filter((report) => report.unitId === unitId)
  const out = own.findLast(({ moment }) => moment === 'checkOut')
  const back = own.findLast(({ moment }) => moment === 'checkIn')
  const shownIn = (report: ReportRow | undefined) => (report?.pictureIds ?? []).flatMap((fileId) => pictures.get(fileId) ?? [])
  return {
    unitId,
    code: unitCode,
    state: states[life] ?? 'inspected',
    outPictures: shownIn(out),
    inPictures: shownIn(back),
    outNote: out?.note ?? '',
    inNote: back?.note ?? '',
    condition: own.at(-1)?.condition ?? 'good',
    outAt: out?.at ?? 0,
    inAt: back?.at ?? null,
  }
}
