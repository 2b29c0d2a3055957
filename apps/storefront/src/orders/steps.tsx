import type { OrderStage, OrderView } from '@bobber/protocol'
import { Icon } from '../parts/icon.tsx'
import { useStorefront } from '../storefront.ts'

const reached: Record<OrderStage, number> = {
  toConfirm: 1,
  toPay: 2,
  toCollect: 3,
  out: 4,
  overdue: 4,
  toInspect: 5,
  toSettle: 5,
  toRefund: 6,
  closed: 6,
  cancelled: 0,
  expired: 0,
}

/** How many of the six steps of a rental are behind it (0 to 6). */
export function stepsDone(stage: OrderStage): number {
  return reached[stage]
}

/** The way of an order from placing to settling; nothing for one that was let go. */
export function Steps({ order }: { order: OrderView }) {
  const { t } = useStorefront()
  const done = stepsDone(order.stage)
  if (done === 0 || !order.lines.some(({ kind }) => kind === 'rental')) return null
  const names = [t.stepPlaced, t.stepConfirmed, t.stepPaid, t.stepOut, t.stepBack, t.stepSettled]
  return (
    <ol class="steps" aria-label={t.timeline}>
      {names.map((name, index) => (
        <li
          key={name}
          class={index < done ? 'step done' : index === done ? 'step now' : 'step'}
          aria-current={index === done ? 'step' : undefined}
        >
          <span class="step-mark">{index < done ? <Icon name="check" /> : index + 1}</span>
          <span class="step-name">{name}</span>
        </li>
      ))}
    </ol>
  )
}
