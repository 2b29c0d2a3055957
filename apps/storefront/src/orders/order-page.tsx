import type { OrderView } from '@bobber/protocol'
import { useTitle } from '../frame/title.ts'
import { Sum } from '../parts/fee-lines.tsx'
import { Broken, Empty } from '../parts/notice.tsx'
import { Picture } from '../parts/picture.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'
import { useQuery } from '../use-query.ts'
import { money, when } from '../words.ts'
import { CancelOrder } from './cancel-order.tsx'
import { AsOf, DueLine } from './due-line.tsx'
import { FeeSheetCard } from './fee-sheet-card.tsx'
import { Snapshots } from './hand-over-card.tsx'
import { type OrderLog, orderLogs } from './order-log.ts'
import { OrderLines } from './order-lines.tsx'
import { SettlementCard } from './settlement-card.tsx'
import { Steps } from './steps.tsx'

export function OrderPage({ orderId }: { orderId: string }) {
  const { t, me } = useStorefront()
  const customer = me?.class === 'customer'
  const asked = useQuery('order.get', customer ? { orderId } : null)
  const order = asked.value
  const view = useClient((client) => (order ? client.conversation(order.conversationId) : undefined))
  useTitle(order ? t.orderNumber(order.number) : t.order)
  if (!customer) {
    return (
      <Empty icon="rentals" title={t.signInFirst} hint={t.signInForRentals}>
        <a class="button primary" href={addressOf({ at: 'signIn', back: addressOf({ at: 'order', orderId }) })}>
          {t.signIn}
        </a>
      </Empty>
    )
  }
  if (order) {
    const log = (view && orderLogs(view.items).get(orderId)) ?? logOf(order)
    return <Order order={order} log={log} heldUntil={asked.heldUntil} changed={asked.again} />
  }
  if (asked.state === 'loading') return <Skeleton shape="card" />
  if (asked.state === 'refused') {
    return (
      <Empty icon="rentals" title={asked.refusal.message} hint={asked.refusal.remedy}>
        <a class="button" href="#/rentals">
          {t.navRentals}
        </a>
      </Empty>
    )
  }
  return <Broken again={asked.again} />
}

/** What the order itself says, for when its conversation isn't on this device (or chat is off). */
function logOf(order: OrderView): OrderLog {
  const { settlement } = order
  const settled = settlement !== null && !order.next.includes('settlement.confirm')
  return {
    orderId: order.orderId,
    number: order.number,
    lines: order.lines.map(({ orderLineId, kind, variantId, sku, name, quantity }) => ({
      orderLineId,
      kind,
      variantId,
      sku,
      name,
      quantity,
    })),
    sheets: [order.sheet],
    settlements: settlement ? [settlement] : [],
    confirmed: new Set(order.confirmedVersion === null ? [] : [order.confirmedVersion]),
    settled: new Set(settled ? [settlement.version] : []),
    captured: new Set(),
    returnedAt: null,
    overdue: new Set(),
    ended: false,
    toldAt: 0,
  }
}

interface Props {
  readonly order: OrderView
  readonly log: OrderLog
  readonly heldUntil: number | null
  changed: () => void
}

function Order({ order, log, heldUntil, changed }: Props) {
  const { t, shop, settings } = useStorefront()
  const out = order.stage === 'out' || order.stage === 'overdue'
  const { settlement, deposit } = order
  const sheet = <FeeSheetCard sheet={order.sheet} log={withSheet(log, order)} order={order} changed={changed} />
  return (
    <div class="page order-page">
      <header class="order-head">
        <h1>{t.orderNumber(order.number)}</h1>
        <span class={`tag stage-${order.stage}`}>{t.stages[order.stage]}</span>
        <p class="muted">{t.placedAt(when(order.placedAt, 'moment', shop.zone, settings.locale))}</p>
        {heldUntil !== null && <AsOf at={heldUntil} />}
      </header>
      <Steps order={order} />
      {out && (
        <section class="card">
          <DueLine late={order.late} heldUntil={heldUntil} />
        </section>
      )}
      {order.refunds.length > 0 && (
        <section class="card">
          {order.refunds.map(({ refundId, amount }) => (
            <p key={refundId}>{t.refundWaits(money(amount))}</p>
          ))}
        </section>
      )}
      {settlement && (
        <SettlementCard
          sheet={settlement}
          refund={settlement.totals.refund}
          kept={Math.max(0, order.deposit.taken - settlement.totals.refund)}
          log={{ ...log, settlements: [settlement] }}
          order={order}
          changed={changed}
        />
      )}
      <section class="card">
        <h2>{t.lines}</h2>
        <div class="order-tile-body">
          <Picture of={order.lines[0]?.picture ?? null} alt="" sizes="88px" />
          <OrderLines lines={order.lines} />
        </div>
        {order.remark && (
          <p class="muted">
            {t.remarkOf}: {order.remark}
          </p>
        )}
      </section>
      {sheet}
      <Units order={order} />
      {deposit.taken > 0 && (
        <section class="card">
          <h2>{t.deposits}</h2>
          <Sum label={t.depositTaken} amount={money(deposit.taken)} />
          {deposit.kept > 0 && <Sum label={t.depositKept} amount={money(deposit.kept)} />}
          {deposit.givenBack > 0 && <Sum label={t.depositBack} amount={money(deposit.givenBack)} />}
          <Sum strong label={t.depositHeld} amount={money(deposit.held)} />
        </section>
      )}
      <div class="order-ways">
        {shop.switches.chat && (
          <a class="button" href={addressOf({ at: 'talk', conversationId: order.conversationId })}>
            {t.openTalk}
          </a>
        )}
        <CancelOrder order={order} changed={changed} />
      </div>
    </div>
  )
}

/** The log on this device may be a moment behind the order that was just asked for, or ahead of it. */
function withSheet(log: OrderLog, order: OrderView): OrderLog {
  const known = log.sheets.some(({ version }) => version === order.sheet.version)
  return {
    ...log,
    sheets: known ? log.sheets : [...log.sheets, order.sheet],
    confirmed: order.confirmedVersion === null ? log.confirmed : new Set([...log.confirmed, order.confirmedVersion]),
  }
}

/** Each unit as it went out and as it came back, side by side. */
function Units({ order }: { order: OrderView }) {
  const { t, shop, settings } = useStorefront()
  const units = order.lines.flatMap((line) => line.units.map((unit) => ({ ...unit, name: line.name })))
  if (units.length === 0) return null
  const moment = (at: number): string => when(at, 'moment', shop.zone, settings.locale)
  return (
    <section class="card">
      <h2>{t.units}</h2>
      {units.map((unit) => (
        <div key={unit.unitId} class="unit">
          <div class="unit-line">
            <b>{unit.name}</b>
            <span>{t.unitCode(unit.code)}</span>
            <span class={`tag condition-${unit.condition}`}>{t.conditions[unit.condition]}</span>
          </div>
          <div class="before-after">
            <figure>
              <figcaption>
                {t.before} <small>{moment(unit.outAt)}</small>
              </figcaption>
              {unit.outPictures.length === 0 && <p class="muted">{t.noHandOverPictures}</p>}
              <Snapshots fileIds={unit.outPictures.map(({ fileId }) => fileId)} name={`${unit.code} ${t.before}`} />
              {unit.outNote && <p class="unit-note">{unit.outNote}</p>}
            </figure>
            {unit.inAt !== null && (
              <figure>
                <figcaption>
                  {t.after} <small>{moment(unit.inAt)}</small>
                </figcaption>
                {unit.inPictures.length === 0 && <p class="muted">{t.noHandOverPictures}</p>}
                <Snapshots fileIds={unit.inPictures.map(({ fileId }) => fileId)} name={`${unit.code} ${t.after}`} />
                {unit.inNote && <p class="unit-note">{unit.inNote}</p>}
              </figure>
            )}
          </div>
        </div>
      ))}
    </section>
  )
}
