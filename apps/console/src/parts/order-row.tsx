import type { OrderView } from '@bobber/protocol'
import { useNow } from '../data/client-context.tsx'
import { useSay } from '../data/settings.tsx'
import { useTimes } from '../data/times.ts'
import { StageBadge, Thumb } from './small.tsx'

/** What an order is about in one line: `海竿 3.6 m ×2、折叠椅`. */
export function whatOf(order: OrderView): string {
  return order.lines.map((line) => (line.quantity > 1 ? `${line.name} ×${line.quantity}` : line.name)).join('、')
}

export function OrderRow({ order }: { order: OrderView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(30_000)
  const first = order.lines[0]
  const at = order.stage === 'toCollect' ? (first?.from ?? order.placedAt) : (order.dueAt ?? order.placedAt)
  return (
    <>
      <Thumb picture={first?.picture ?? null} />
      <span className="row-main">
        <b>{order.customer?.name ?? say('order.walkIn')}</b>
        <br />
        <span>{whatOf(order)}</span>
        <br />
        <span className="quiet figures">
          {order.number} · {times.short(at, now)}
        </span>
      </span>
      <StageBadge stage={order.stage} />
    </>
  )
}
