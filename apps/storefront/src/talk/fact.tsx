import type { Late } from '@bobber/domain'
import type { Entry, OrderView } from '@bobber/protocol'
import type { ComponentChildren } from 'preact'
import { AsOf, DueLine } from '../orders/due-line.tsx'
import { FeeSheetCard } from '../orders/fee-sheet-card.tsx'
import { HandOverUnits } from '../orders/hand-over-card.tsx'
import { contentOf, type OrderLog } from '../orders/order-log.ts'
import { OrderLines } from '../orders/order-lines.tsx'
import { PaymentCard } from '../orders/payment-card.tsx'
import { SettlementCard } from '../orders/settlement-card.tsx'
import { Sum } from '../parts/fee-lines.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { money, when } from '../words.ts'

interface Props {
  readonly entry: Entry
  readonly log: OrderLog | undefined
  readonly order: OrderView | undefined
  /** without a connection: until when `order` is known to be so */
  readonly heldUntil: number | null
  changed: () => void
}

/** What happened, in the same list as what was said. Cards that ask for something are answered where they stand. */
export function Fact({ entry, log, order, heldUntil, changed }: Props) {
  const { t } = useStorefront()
  const issued = contentOf(entry, 'feeSheet.issued')
  if (issued && log) return <FeeSheetCard sheet={issued.sheet} log={log} order={order} changed={changed} />
  const requested = contentOf(entry, 'payment.requested')
  if (requested) return <PaymentCard payment={requested} log={log} order={order} changed={changed} />
  const proposed = contentOf(entry, 'settlement.proposed')
  if (proposed && log) return <SettlementCard {...proposed} log={log} order={order} changed={changed} />
  // Without the order's own state its newest fact is what is known.
  const held = heldUntil === null || order ? heldUntil : Math.max(heldUntil, log?.toldAt ?? 0)
  const card = cardOf(entry, log, order, held)
  if (card) return card
  const line = lineOf(entry, t)
  return line === null ? null : <p class="fact-line">{line}</p>
}

function cardOf(entry: Entry, log: OrderLog | undefined, order: OrderView | undefined, heldUntil: number | null) {
  const placed = contentOf(entry, 'order.placed')
  if (placed) return <PlacedCard placed={placed} />
  const captured = contentOf(entry, 'payment.captured')
  if (captured) return <CapturedCard captured={captured} />
  const out = contentOf(entry, 'rental.checkedOut')
  if (out) return <CheckedOutCard out={out} log={log} order={order} heldUntil={heldUntil} />
  const given = contentOf(entry, 'sale.handedOver')
  if (given) return <GivenCard given={given} order={order} />
  const forgone = contentOf(entry, 'line.forgone')
  if (forgone) return <ForgoneCard forgone={forgone} log={log} />
  const overdue = contentOf(entry, 'rental.overdue')
  if (overdue) return <OverdueCard overdue={overdue} log={log} order={order} heldUntil={heldUntil} />
  const back = contentOf(entry, 'rental.checkedIn')
  if (back) return <CheckedInCard back={back} log={log} />
  const inspected = contentOf(entry, 'rental.inspected')
  if (inspected) return <InspectedCard inspected={inspected} />
  const refunded = contentOf(entry, 'refund.made')
  if (refunded) return <RefundedCard refunded={refunded} />
  return null
}

function lineOf(entry: Entry, t: ReturnType<typeof useStorefront>['t']): string | null {
  const joined = contentOf(entry, 'conversation.joined')
  if (joined) return joined.name ? t.factJoined(joined.name) : null
  const confirmed = contentOf(entry, 'feeSheet.confirmed')
  if (confirmed) return confirmed.by === 'online' ? t.factConfirmed(confirmed.version) : t.factConfirmedHere(confirmed.version)
  const settled = contentOf(entry, 'settlement.confirmed')
  if (settled) return settled.by === 'online' ? t.factSettlementConfirmed : t.factSettlementConfirmedHere
  const lines: Partial<Record<Entry['kind'], string>> = {
    'conversation.opened': t.factOpened,
    'order.cancelled': t.factCancelled,
    'order.closed': t.factClosed,
    'hold.expired': t.factHoldExpired,
    'rental.checkOutUndone': t.factUndoneOut,
    'rental.checkInUndone': t.factUndoneIn,
  }
  return lines[entry.kind] ?? t.unknownFact
}

function Card({ title, children, tone = '' }: { title: string; children: ComponentChildren; tone?: string }) {
  return (
    <section class={`fact-card ${tone}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      {children}
    </section>
  )
}

function GivenCard({ given, order }: { given: ContentOf<'sale.handedOver'>; order: OrderView | undefined }) {
  const { t } = useStorefront()
  const lines = order?.lines.filter((line) => given.orderLineIds.includes(line.orderLineId)) ?? []
  return <Card title={t.saleGiven}>{lines.length > 0 && <OrderLines lines={lines} />}</Card>
}

type ContentOf<K extends Entry['kind']> = NonNullable<ReturnType<typeof contentOf<K>>>

function PlacedCard({ placed }: { placed: ContentOf<'order.placed'> }) {
  const { t } = useStorefront()
  return (
    <Card title={t.placedCard}>
      <p class="muted">{t.orderNumber(placed.number)}</p>
      <OrderLines lines={placed.lines} />
      <a class="card-link" href={addressOf({ at: 'order', orderId: placed.orderId })}>
        {t.openOrder}
      </a>
    </Card>
  )
}

function CapturedCard({ captured }: { captured: ContentOf<'payment.captured'> }) {
  const { t } = useStorefront()
  return (
    <Card title={t.paid} tone="good">
      <Sum strong label={t.total} amount={money(captured.amount)} />
      {captured.rent > 0 && <Sum label={t.paidRent} amount={money(captured.rent)} />}
      {captured.sale > 0 && <Sum label={t.paidSale} amount={money(captured.sale)} />}
      {captured.deposit > 0 && <Sum label={t.paidDeposit} hint={t.depositHint} amount={money(captured.deposit)} />}
    </Card>
  )
}

interface OutProps {
  readonly log: OrderLog | undefined
  readonly order: OrderView | undefined
  readonly heldUntil: number | null
}

function CheckedOutCard({ out, log, order, heldUntil }: OutProps & { out: ContentOf<'rental.checkedOut'> }) {
  const { t } = useStorefront()
  const ids = new Set(out.units.map(({ orderLineId }) => orderLineId).filter((id) => !log?.overdue.has(id)))
  // What is late has a card of its own. Without the order's own state the log has to do: it knows when, and not what being late costs.
  const told = { orderLineId: '', pieces: ids.size, dueAt: out.dueAt, graceMinutes: 0, perStartedHour: 0, cap: null }
  const late = order?.late.filter(({ orderLineId }) => ids.has(orderLineId)) ?? [{ ...told, returnedAt: log?.returnedAt ?? null }]
  return (
    <Card title={t.checkedOut}>
      <HandOverUnits units={out.units} names={namesOf(log)} />
      <p class="muted">{t.checkedOutHint}</p>
      {ids.size > 0 && !log?.ended && <DueLine late={late} heldUntil={heldUntil} />}
    </Card>
  )
}

/** What being late costs grows while something is out; once it is back the settlement says what it came to. */
function OverdueCard({ overdue, log, order, heldUntil }: OutProps & { overdue: ContentOf<'rental.overdue'> }) {
  const { t } = useStorefront()
  const ids = new Set(overdue.lines.map(({ orderLineId }) => orderLineId))
  const told = overdue.lines.map((terms) => ({ ...terms, returnedAt: log?.returnedAt ?? null }))
  const late = order?.late.filter(({ orderLineId }) => ids.has(orderLineId)) ?? told
  const isOut = !log?.ended && late.some(({ returnedAt }) => returnedAt === null)
  return (
    <Card title={t.overdueCard} tone={isOut ? 'warn' : ''}>
      {isOut ? (
        <>
          {heldUntil !== null && <AsOf at={heldUntil} />}
          <DueLine late={late} heldUntil={heldUntil} />
          <Growing late={late} names={overdue.lines.length > 1 ? namesOf(log) : new Map()} />
        </>
      ) : (
        <p class="muted">{t.lateStopped}</p>
      )}
    </Card>
  )
}

/** What every further hour costs of what is still out. */
function Growing({ late, names }: { late: readonly Late[]; names: ReadonlyMap<string, string> }) {
  const { t } = useStorefront()
  const grows = late.filter(({ returnedAt, perStartedHour }) => returnedAt === null && perStartedHour > 0)
  return grows.map(({ orderLineId, pieces, perStartedHour, cap }) => (
    <p key={orderLineId} class="muted">
      {names.has(orderLineId) && `${names.get(orderLineId)} · `}
      {t.lateGrows(money(perStartedHour * pieces), cap === null ? '' : t.lateCap(money(cap * pieces)))}
    </p>
  ))
}

function ForgoneCard({ forgone, log }: { forgone: ContentOf<'line.forgone'>; log: OrderLog | undefined }) {
  const { t } = useStorefront()
  const names = namesOf(log)
  const lines = forgone.lines.map(({ orderLineId, quantity }) => ({ orderLineId, quantity, name: names.get(orderLineId) ?? '' }))
  return (
    <Card title={forgone.byId === null ? t.notCollected : t.forgone}>
      <OrderLines lines={lines} />
      <p class="muted">{forgone.lines.every(({ back }) => back) ? t.forgoneBack : t.forgoneKept}</p>
    </Card>
  )
}

function CheckedInCard({ back, log }: { back: ContentOf<'rental.checkedIn'>; log: OrderLog | undefined }) {
  const { t, shop, settings } = useStorefront()
  return (
    <Card title={t.checkedIn}>
      <HandOverUnits units={back.units} names={namesOf(log)} />
      <p class="muted">{t.returnedAt(when(back.returnedAt, 'moment', shop.zone, settings.locale))}</p>
    </Card>
  )
}

function InspectedCard({ inspected }: { inspected: ContentOf<'rental.inspected'> }) {
  const { t } = useStorefront()
  return (
    <Card title={t.inspected}>
      <ul class="units">
        {inspected.units.map((unit) => (
          <li key={unit.unitId}>
            <div class="unit-line">
              <span class={`tag condition-${unit.condition}`}>{t.conditions[unit.condition]}</span>
              {unit.damage + unit.cleaning === 0 && unit.condition === 'good' && <span>{t.noDamage}</span>}
            </div>
            {unit.note && <p class="unit-note">{unit.note}</p>}
            {unit.damage > 0 && <Sum label={t.damageFee} amount={money(unit.damage)} />}
            {unit.cleaning > 0 && <Sum label={t.cleaningFee} amount={money(unit.cleaning)} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function RefundedCard({ refunded }: { refunded: ContentOf<'refund.made'> }) {
  const { t } = useStorefront()
  const { amount, deposit, provider } = refunded
  return (
    <Card title={deposit === amount ? t.refunded : t.refundedOther} tone="good">
      <Sum strong label={t.settlementRefund} hint={provider === 'counter' ? t.refundedHere : t.refundedTo} amount={money(amount)} />
    </Card>
  )
}

function namesOf(log: OrderLog | undefined): ReadonlyMap<string, string> {
  return new Map(log?.lines.map(({ orderLineId, name }) => [orderLineId, name]) ?? [])
}
