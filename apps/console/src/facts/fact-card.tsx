import type { ConversationView } from '@bobber/client/client'
import { lateFeeAt } from '@bobber/domain'
import type { FeeSheet, UnitHandOver } from '@bobber/protocol'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNow } from '../data/client-context.tsx'
import { useMay } from '../data/me.tsx'
import { money } from '../data/money.ts'
import { useOrder } from '../data/order.ts'
import { useSay } from '../data/settings.tsx'
import { lengthWords, useTimes } from '../data/times.ts'
import { NextSteps } from '../parts/next-step.tsx'
import { FeeLines, StageBadge, Thumb, Total } from '../parts/small.tsx'
import styles from './facts.module.css'
import { type KindEntry, useFactTitle } from './fact-title.ts'

/** Facts that get a card of their own; the others are one quiet line. */
const carded = new Set<KindEntry['kind']>([
  'order.placed',
  'feeSheet.issued',
  'payment.requested',
  'payment.captured',
  'line.forgone',
  'rental.checkedOut',
  'rental.overdue',
  'claim.endangered',
  'rental.checkedIn',
  'settlement.proposed',
  'refund.made',
])

/** `newest`: no later fact of its order is in the talk; only there the next step is offered. */
export function FactEntry({ entry, view, newest }: { entry: KindEntry; view: ConversationView; newest: boolean }) {
  const times = useTimes()
  const now = useNow(60_000)
  const title = useFactTitle()(entry, view)
  const orderId = 'orderId' in entry.content ? entry.content.orderId : null
  if (!carded.has(entry.kind) || orderId === null) {
    return (
      <p className={styles.line}>
        <span>{title}</span> <span className="figures">{times.short(entry.at, now)}</span>
      </p>
    )
  }
  return (
    <article className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <b>{title}</b>
        <span className="quiet figures">{times.short(entry.at, now)}</span>
      </header>
      <Body entry={entry} />
      <OrderFoot orderId={orderId} acts={newest} />
    </article>
  )
}

function Body({ entry }: { entry: KindEntry }): ReactNode {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  if (entry.kind === 'order.placed') {
    const { lines, by, holdUntil } = entry.content
    return (
      <>
        <ul className={styles.items}>
          {lines.map((line) => (
            <li key={line.orderLineId}>
              {line.name} × {line.quantity}
              {line.from !== undefined && line.until !== undefined && (
                <span className="quiet"> {say('order.span', { from: times.full(line.from), until: times.full(line.until) })}</span>
              )}
            </li>
          ))}
        </ul>
        <p className="quiet">
          {say(`fact.placedBy.${by}`)} · {say('fact.hold', { time: times.short(holdUntil, now) })}
        </p>
      </>
    )
  }
  if (entry.kind === 'feeSheet.issued' || entry.kind === 'settlement.proposed') return <Sheet sheet={entry.content.sheet} />
  if (entry.kind === 'payment.captured') {
    return (
      <>
        {entry.content.rent > 0 && <Total label={say('fee.rent')} amount={entry.content.rent} />}
        {entry.content.sale > 0 && <Total label={say('fee.sale')} amount={entry.content.sale} />}
        {entry.content.deposit > 0 && <Total label={say('fee.deposit')} amount={entry.content.deposit} />}
      </>
    )
  }
  if (entry.kind === 'rental.checkedOut') {
    return (
      <>
        <Units units={entry.content.units} />
        <Due orderId={entry.content.orderId} />
      </>
    )
  }
  if (entry.kind === 'rental.checkedIn') return <Units units={entry.content.units} />
  if (entry.kind === 'rental.overdue') {
    return entry.content.lines.map(({ orderLineId, pieces, dueAt, perStartedHour }) => (
      <p key={orderLineId}>
        {perStartedHour === 0
          ? say('order.due', { time: times.full(dueAt) })
          : say('fact.overdueText', { due: times.full(dueAt), each: money(perStartedHour * pieces) })}
      </p>
    ))
  }
  if (entry.kind === 'line.forgone') {
    return <p className="quiet">{say(entry.content.lines.every(({ back }) => back) ? 'fact.forgoneBack' : 'fact.forgoneKept')}</p>
  }
  return null
}

function Sheet({ sheet }: { sheet: FeeSheet }) {
  const say = useSay()
  const { totals } = sheet
  const back = sheet.purpose === 'settlement' && totals.due === 0
  return (
    <>
      <FeeLines lines={sheet.lines} />
      {totals.paid > 0 && <Total label={say('fee.paid')} amount={totals.paid} />}
      <Total label={say(back ? 'fee.refund' : 'fee.due')} amount={back ? totals.refund : totals.due} strong />
    </>
  )
}

function Units({ units }: { units: readonly UnitHandOver[] }) {
  const say = useSay()
  return (
    <ul className={styles.items}>
      {units.map((unit) => (
        <li key={unit.unitId}>
          <b className="figures">{unit.unitCode}</b> {say(`condition.${unit.condition}`)}
          {unit.note !== '' && <span className="quiet"> {unit.note}</span>}
          {unit.pictureIds.length > 0 && (
            <div className={styles.pictures}>
              {unit.pictureIds.map((fileId, at) => (
                <a key={fileId} href={`/files/${fileId}/1440.webp`} target="_blank" rel="noreferrer">
                  <Thumb picture={{ fileId, width: 1, height: 1 }} size={88} alt={say('photo.alt', { n: at + 1 })} />
                </a>
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The time left, or the fee as it grows, by the shop's clock. */
function Due({ orderId }: { orderId: string }) {
  const say = useSay()
  const now = useNow()
  const order = useOrder(orderId)
  if (!order || order.dueAt === null || (order.stage !== 'out' && order.stage !== 'overdue')) return null
  return now <= order.dueAt ? (
    <p>{say('order.left', { length: lengthWords(order.dueAt - now, say) })}</p>
  ) : (
    <p className={styles.late}>
      {say('order.late', { length: lengthWords(now - order.dueAt, say), amount: money(lateFeeAt(order.late, now)) })}
    </p>
  )
}

function OrderFoot({ orderId, acts }: { orderId: string; acts: boolean }) {
  const say = useSay()
  const may = useMay()
  const order = useOrder(orderId)
  return (
    <footer className={styles.foot}>
      {acts && order && <NextSteps order={order} />}
      {acts && order && <StageBadge stage={order.stage} />}
      {may('order.get') && (
        <Link to="/orders/$orderId" params={{ orderId }} className={styles.link}>
          {say('fact.seeOrder')}
        </Link>
      )}
    </footer>
  )
}
