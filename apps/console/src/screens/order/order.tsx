import { lateFeeAt } from '@bobber/domain'
import type { OrderStage, OrderView } from '@bobber/protocol'
import { Button, Group } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { money } from '../../data/money.ts'
import { useSay } from '../../data/settings.tsx'
import { lengthWords, useTimes } from '../../data/times.ts'
import { Icon } from '../../parts/icon.tsx'
import { NextSteps } from '../../parts/next-step.tsx'
import { Screen, Section } from '../../parts/screen.tsx'
import { FeeLines, StageBadge, Total } from '../../parts/small.tsx'
import { ProblemNote, Shown } from '../../parts/states.tsx'
import { UndoBar } from '../../parts/undo-bar.tsx'
import { CancelOrder } from './cancel-order.tsx'
import { ForgoRest } from './forgo-rest.tsx'
import { JoinCode } from './join-code.tsx'
import { Ledger } from './ledger.tsx'
import { OrderLines } from './order-lines.tsx'
import styles from './order.module.css'
import { Timeline } from './timeline.tsx'

const over: ReadonlySet<OrderStage> = new Set(['closed', 'cancelled', 'expired'])

export function Order() {
  const say = useSay()
  const navigate = useNavigate()
  const { orderId } = useParams({ from: '/inside/orders/$orderId' })
  const asked = useAsk('order.get', { orderId })
  return (
    <Screen
      title={asked.data ? say('order.title', { number: asked.data.number }) : say('orders.title')}
      back={() => void navigate({ to: '/orders' })}
      actions={asked.data && <StageBadge stage={asked.data.stage} />}
    >
      <Shown asked={asked}>{(order) => <Whole key={order.orderId} order={order} />}</Shown>
    </Screen>
  )
}

function Whole({ order }: { order: OrderView }) {
  const say = useSay()
  const may = useMay()
  const { shop } = usePlace()
  const [cancelling, setCancelling] = useState(false)
  const [forgoing, setForgoing] = useState(false)
  return (
    <>
      <div className={`card ${styles.top}`}>
        <Facts order={order} />
        <NextSteps order={order} />
      </div>
      <Undo order={order} />
      {order.remark !== '' && (
        <div className={`card ${styles.remark}`}>
          <b>{say('order.remark')}</b>
          <p>{order.remark}</p>
        </div>
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          <OrderLines order={order} />
          <Timeline conversationId={order.conversationId} orderId={order.orderId} />
        </div>
        <div className={styles.column}>
          <Sheets order={order} />
          {may('ledger.order') && <Ledger order={order} />}
          {may('order.joinCode') && !over.has(order.stage) && <JoinCode orderId={order.orderId} />}
          <Group>
            {shop.switches.chat && (
              <Button
                variant="light"
                renderRoot={(props) => <Link to="/inbox/{-$conversationId}" params={{ conversationId: order.conversationId }} {...props} />}
              >
                {say('order.talk')}
              </Button>
            )}
            <Button
              variant="light"
              leftSection={<Icon name="print" size={20} />}
              renderRoot={(props) => <Link to="/orders/$orderId/slip" params={{ orderId: order.orderId }} {...props} />}
            >
              {say('order.slip')}
            </Button>
            {order.next.includes('line.forgo') && !order.next.includes('order.cancel') && may('line.forgo') && (
              <Button variant="subtle" color="red" onClick={() => setForgoing(true)}>
                {say('order.forgo')}
              </Button>
            )}
            {order.next.includes('order.cancel') && may('order.cancel') && (
              <Button variant="subtle" color="red" onClick={() => setCancelling(true)}>
                {say('order.cancel')}
              </Button>
            )}
          </Group>
          <ForgoRest order={order} opened={forgoing} close={() => setForgoing(false)} />
          <CancelOrder order={order} opened={cancelling} close={() => setCancelling(false)} />
        </div>
      </div>
    </>
  )
}

function Facts({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow()
  const out = order.stage === 'out' || order.stage === 'overdue'
  return (
    <div className={styles.facts}>
      <div>
        <b className={styles.name}>{order.customer?.name ?? say('order.walkIn')}</b>{' '}
        <span className="quiet figures">{order.customer?.phoneMasked ?? ''}</span>
      </div>
      <div className="quiet">{say('order.placed', { time: times.full(order.placedAt) })}</div>
      {order.holdUntil !== null && (order.stage === 'toConfirm' || order.stage === 'toPay') && (
        <div>{say('order.hold', { time: times.short(order.holdUntil, now) })}</div>
      )}
      {out && order.dueAt !== null && (
        <div>
          {say('order.due', { time: times.full(order.dueAt) })} ·{' '}
          {now <= order.dueAt ? (
            say('order.left', { length: lengthWords(order.dueAt - now, say) })
          ) : (
            <b className={styles.late}>
              {say('order.late', { length: lengthWords(now - order.dueAt, say), amount: money(lateFeeAt(order.late, now)) })}
            </b>
          )}
        </div>
      )}
    </div>
  )
}

function Undo({ order }: { order: OrderView }) {
  const say = useSay()
  const out = useCommand('rental.undoCheckOut')
  const back = useCommand('rental.undoCheckIn')
  if (order.undoUntil === null) return null
  const units = order.lines.flatMap((line) => line.units)
  const ids = (state: 'out' | 'returned') => units.filter((unit) => unit.state === state).map((unit) => unit.unitId)
  return (
    <>
      {order.next.includes('rental.undoCheckIn') && ids('returned').length > 0 && (
        <UndoBar
          until={order.undoUntil}
          label={say('act.undoTakeBack')}
          busy={back.busy}
          undo={() => void back.give({ orderId: order.orderId, unitIds: ids('returned') })}
        />
      )}
      {order.next.includes('rental.undoCheckOut') && ids('out').length > 0 && (
        <UndoBar
          until={order.undoUntil}
          label={say('act.undoHandOut')}
          busy={out.busy}
          undo={() => void out.give({ orderId: order.orderId, unitIds: ids('out') })}
        />
      )}
      <ProblemNote problem={out.problem ?? back.problem} />
    </>
  )
}

function Sheets({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const { sheet, settlement, deposit } = order
  const confirmed = order.confirmedVersion === sheet.version
  return (
    <>
      {settlement && settlement.version !== sheet.version && (
        <Section title={say('order.settlement')}>
          <FeeLines lines={settlement.lines} />
          <Total label={say('fee.charges')} amount={settlement.totals.charges} />
          <Total label={say('fee.paid')} amount={settlement.totals.paid} />
          <Total
            label={say(settlement.totals.due > 0 ? 'fee.due' : 'fee.refund')}
            amount={settlement.totals.due > 0 ? settlement.totals.due : settlement.totals.refund}
            strong
          />
        </Section>
      )}
      <Section
        title={say('order.sheet', { version: sheet.version })}
        aside={<span className="quiet">{say(confirmed ? 'order.confirmed' : 'order.unconfirmed')}</span>}
      >
        <FeeLines lines={sheet.lines} />
        <Total label={say('fee.total')} amount={sheet.totals.charges + sheet.totals.deposit} strong />
      </Section>
      <Section title={say('order.payments')}>
        <Total label={say('order.paid')} amount={order.paid} />
        {order.payments.map(({ amount, means, at }, nth) => (
          <p key={nth} className="quiet">
            {say(`order.means.${means}`, { amount: money(amount), time: times.short(at, now) })}
          </p>
        ))}
        <Total label={say('order.depositTaken')} amount={deposit.taken} />
        {deposit.kept > 0 && <Total label={say('order.depositKept')} amount={deposit.kept} />}
        {order.refunded > 0 && <Total label={say('order.refunded')} amount={order.refunded} strong />}
        {deposit.givenBack > 0 && <Total label={say('order.depositBack')} amount={deposit.givenBack} />}
        {order.refunded > deposit.givenBack && <Total label={say('order.restBack')} amount={order.refunded - deposit.givenBack} />}
        <Total label={say('order.depositHeld')} amount={deposit.held} />
        {order.refunds.map(({ refundId, amount }) => (
          <Total key={refundId} label={say('order.toHandBack')} amount={amount} strong />
        ))}
      </Section>
    </>
  )
}
