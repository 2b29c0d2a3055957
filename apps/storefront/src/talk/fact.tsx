import type { Entry, OrderView } from '@bobber/protocol'
import type { ComponentChildren } from 'preact'
import { DueLine } from '../orders/due-line.tsx'
import { dueAt } from '../orders/due.ts'
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
  changed: () => void
}

/** The server's way to say that the shop has set no cap. */
const uncapped = 100_000_000_00

/** What happened, in the same list as what was said. Cards that ask for something are answered where they stand. */
export function Fact({ entry, log, order, changed }: Props) {
  const { t } = useStorefront()
  const issued = contentOf(entry, 'feeSheet.issued')
  if (issued && log) return <FeeSheetCard sheet={issued.sheet} log={log} order={order} changed={changed} />
  const requested = contentOf(entry, 'payment.requested')
  if (requested) return <PaymentCard payment={requested} log={log} order={order} changed={changed} />
  const proposed = contentOf(entry, 'settlement.proposed')
  if (proposed && log) return <SettlementCard {...proposed} log={log} order={order} changed={changed} />
  const card = cardOf(entry, log, order)
  if (card) return card
  const line = lineOf(entry, t)
  return line === null ? null : <p class="fact-line">{line}</p>
}

function cardOf(entry: Entry, log: OrderLog | undefined, order: OrderView | undefined) {
  const placed = contentOf(entry, 'order.placed')
  if (placed) return <PlacedCard placed={placed} />
  const captured = contentOf(entry, 'payment.captured')
  if (captured) return <CapturedCard captured={captured} />
  const out = contentOf(entry, 'rental.checkedOut')
  if (out) return <CheckedOutCard out={out} log={log} order={order} />
  const given = contentOf(entry, 'sale.handedOver')
  if (given) return <GivenCard given={given} order={order} />
  const overdue = contentOf(entry, 'rental.overdue')
  if (overdue) return <OverdueCard overdue={overdue} log={log} order={order} />
  const back = contentOf(entry, 'rental.checkedIn')
  if (back) return <CheckedInCard back={back} log={log} />
  const inspected = contentOf(entry, 'rental.inspected')
  if (inspected) return <InspectedCard inspected={inspected} />
  const refunded = contentOf(entry, 'deposit.refunded')
  if (refunded) return <RefundedCard amount={refunded.amount} />
  return null
}

function lineOf(entry: Entry, t: ReturnType<typeof useStorefront>['t']): string | null {
  const joined = contentOf(entry, 'conversation.joined')
  if (joined) return joined.name ? t.factJoined(joined.name) : null
  const confirmed = contentOf(entry, 'feeSheet.confirmed')
  if (confirmed) return t.factConfirmed(confirmed.version)
  const lines: Partial<Record<Entry['kind'], string>> = {
    'conversation.opened': t.factOpened,
    'order.cancelled': t.factCancelled,
    'order.closed': t.factClosed,
    'hold.expired': t.factHoldExpired,
    'settlement.confirmed': t.factSettlementConfirmed,
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

function CheckedOutCard({
  out,
  log,
  order,
}: {
  out: ContentOf<'rental.checkedOut'>
  log: OrderLog | undefined
  order: OrderView | undefined
}) {
  const { t } = useStorefront()
  const stillOut = log?.returnedAt == null && !log?.overdue && !log?.ended
  return (
    <Card title={t.checkedOut}>
      <HandOverUnits units={out.units} names={namesOf(log)} />
      <p class="muted">{t.checkedOutHint}</p>
      {stillOut && <DueLine due={out.dueAt} terms={order?.lateRule ?? null} />}
    </Card>
  )
}

function OverdueCard({
  overdue,
  log,
  order,
}: {
  overdue: ContentOf<'rental.overdue'>
  log: OrderLog | undefined
  order: OrderView | undefined
}) {
  const { t } = useStorefront()
  const terms = order?.lateRule ?? overdue
  const returnedAt = log?.returnedAt ?? null
  const stopped = returnedAt === null ? null : dueAt(returnedAt, overdue.dueAt, terms)
  return (
    <Card title={t.overdueCard} tone="warn">
      {stopped === null ? (
        <>
          <DueLine due={overdue.dueAt} terms={terms} />
          {terms.perStartedHour > 0 && (
            <p class="muted">{t.lateGrows(money(terms.perStartedHour), terms.cap < uncapped ? t.lateCap(money(terms.cap)) : '')}</p>
          )}
        </>
      ) : (
        <>
          {stopped.state === 'late' && <Sum strong label={t.lateFeeNow} amount={money(stopped.fee)} />}
          <p class="muted">{t.lateStopped}</p>
        </>
      )}
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

function RefundedCard({ amount }: { amount: number }) {
  const { t } = useStorefront()
  return (
    <Card title={t.refunded} tone="good">
      <Sum strong label={t.settlementRefund} hint={t.refundedTo} amount={money(amount)} />
    </Card>
  )
}

function namesOf(log: OrderLog | undefined): ReadonlyMap<string, string> {
  return new Map(log?.lines.map(({ orderLineId, name }) => [orderLineId, name]) ?? [])
}
