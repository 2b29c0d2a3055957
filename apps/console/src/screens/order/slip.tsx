import type { OrderView } from '@bobber/protocol'
import { Button } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useAsk } from '../../data/ask.ts'
import { useNow } from '../../data/client-context.tsx'
import { useMay, usePlace } from '../../data/me.tsx'
import { proofCode, shortHash } from '../../data/proof-code.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { Icon } from '../../parts/icon.tsx'
import { Qr } from '../../parts/link-qr.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FeeLines, Total } from '../../parts/small.tsx'
import { Shown } from '../../parts/states.tsx'
import styles from './slip.module.css'

/** What the customer takes home on paper: her things, what they cost, when they are due, and the signed end of the talk (log.md L11). */
export function Slip() {
  const say = useSay()
  const navigate = useNavigate()
  const { orderId } = useParams({ from: '/inside/orders/$orderId/slip' })
  const asked = useAsk('order.get', { orderId })
  return (
    <Screen
      title={say('slip.title')}
      back={() => void navigate({ to: '/orders/$orderId', params: { orderId } })}
      actions={
        <Button leftSection={<Icon name="print" size={20} />} disabled={!asked.data} onClick={() => print()}>
          {say('act.print')}
        </Button>
      }
    >
      <Shown asked={asked}>{(order) => <Paper order={order} />}</Shown>
    </Screen>
  )
}

function Paper({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const may = useMay()
  const { shop } = usePlace()
  const now = useNow(60_000)
  const sheet = order.settlement ?? order.sheet
  const handedBack = order.refunds.reduce((sum, { amount }) => sum + amount, 0)
  const toGiveBack = handedBack || (order.refunded === 0 ? (order.settlement?.totals.refund ?? 0) : 0)
  return (
    <div className={styles.paper} data-print>
      <div className={styles.head}>
        <b>{shop.name}</b>
        <div>{[shop.address, shop.hours].filter(Boolean).join(' · ')}</div>
      </div>
      <div className={styles.row}>
        <b>{say('order.title', { number: order.number })}</b>
        <span>{times.full(now)}</span>
      </div>
      <div className={styles.row}>
        <span>{say(`stage.${order.stage}`)}</span>
      </div>
      <div className={styles.row}>
        <span>{order.customer?.name ?? say('order.walkIn')}</span>
        <span className="figures">{order.customer?.phoneMasked ?? ''}</span>
      </div>
      {order.lines.map((line) => (
        <div key={line.orderLineId} className={styles.line}>
          <b>
            {line.name} · {say('order.quantity', { n: line.quantity })}
          </b>
          {line.from !== null && line.until !== null && (
            <div>{say('order.span', { from: times.full(line.from), until: times.full(line.until) })}</div>
          )}
          {line.units.map((unit) => (
            <div key={unit.unitId}>
              {unit.code} · {say(`order.unit.${unit.state}`)} · {say(`condition.${unit.condition}`)}
            </div>
          ))}
        </div>
      ))}
      <FeeLines lines={sheet.lines} />
      {order.settlement && <Total label={say('fee.charges')} amount={order.settlement.totals.charges} />}
      <Total label={say('order.paid')} amount={order.paid} />
      {order.refunded > 0 && <Total label={say('order.refunded')} amount={order.refunded} />}
      {toGiveBack > 0 && <Total label={say('fee.refund')} amount={toGiveBack} strong />}
      <Total label={say('order.depositHeld')} amount={order.deposit.held} strong />
      {may('order.joinCode') && <Proof conversationId={order.conversationId} />}
    </div>
  )
}

function Proof({ conversationId }: { conversationId: string }) {
  const say = useSay()
  const head = useAsk('conversation.head', { conversationId })
  return (
    <Shown asked={head}>
      {(signed) => (
        <div className={styles.proof}>
          <Qr text={proofCode(conversationId, signed)} alt={say('slip.proof')} size={150} />
          <div>
            <b>{say('slip.proof')}</b>
            <div>{say('slip.proofText')}</div>
            <code>{shortHash(signed.hash)}</code>
          </div>
        </div>
      )}
    </Shown>
  )
}
