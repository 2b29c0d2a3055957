import type { OrderView } from '@bobber/protocol'
import { useState } from 'preact/hooks'
import { useTitle } from '../frame/title.ts'
import { Choice } from '../parts/choice.tsx'
import { Broken, Empty, TroubleNote } from '../parts/notice.tsx'
import { Picture } from '../parts/picture.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useQuery } from '../use-query.ts'
import { money } from '../words.ts'
import { AsOf, DueLine } from './due-line.tsx'
import { OrderLines } from './order-lines.tsx'

const ended = new Set<OrderView['stage']>(['closed', 'cancelled', 'expired'])
type Part = 'all' | 'open' | 'ended'

/** What I have, what I owe, what comes back: running orders first. */
export function RentalsPage() {
  const { t, me, shop } = useStorefront()
  useTitle(shop.switches.rental ? t.rentals : t.navOrders)
  if (me?.class !== 'customer') {
    return (
      <Empty icon="rentals" title={t.signInFirst} hint={shop.switches.rental ? t.signInForRentals : t.signInForOrders}>
        <a class="button primary" href={addressOf({ at: 'signIn', back: '#/rentals' })}>
          {t.signIn}
        </a>
      </Empty>
    )
  }
  return <Rentals />
}

function Rentals() {
  const { t, shop } = useStorefront()
  const [part, setPart] = useState<Part>('all')
  const asked = useQuery('order.list', {})
  const orders = asked.value?.orders ?? []
  const held = asked.value && asked.heldUntil
  const shown = orders
    .filter(({ stage }) => part === 'all' || ended.has(stage) === (part === 'ended'))
    .toSorted((a, b) => Number(ended.has(a.stage)) - Number(ended.has(b.stage)) || b.placedAt - a.placedAt)
  return (
    <div class="page">
      <h1>{shop.switches.rental ? t.rentals : t.navOrders}</h1>
      {held !== null && <AsOf at={held} />}
      {asked.state === 'refused' && held === null && <TroubleNote trouble={{ kind: 'refused', refusal: asked.refusal }} />}
      {asked.state === 'broken' && !asked.value && <Broken again={asked.again} under />}
      {asked.state === 'loading' && <Skeleton shape="order" count={3} />}
      {orders.length > 0 && (
        <Choice
          look="segments"
          label={t.navOrders}
          value={part}
          options={[
            { value: 'all', label: t.stageAll },
            { value: 'open', label: t.stageOpen },
            { value: 'ended', label: t.stageClosed },
          ]}
          choose={(chosen) => setPart(chosen)}
        />
      )}
      <ul class="order-list">
        {shown.map((order) => (
          <li key={order.orderId}>
            <OrderTile order={order} heldUntil={held} />
          </li>
        ))}
      </ul>
      {asked.value && orders.length === 0 && (
        <Empty
          under
          icon="rentals"
          title={shop.switches.rental ? t.noRentals : t.noOrders}
          hint={shop.switches.rental ? t.noRentalsHint : t.noOrdersHint}
        >
          <a class="button primary" href="#/">
            {t.toShop}
          </a>
        </Empty>
      )}
      {orders.length > 0 && shown.length === 0 && <p class="muted">{t.noneOfStage}</p>}
    </div>
  )
}

function OrderTile({ order, heldUntil }: { order: OrderView; heldUntil: number | null }) {
  const { t } = useStorefront()
  const out = order.stage === 'out' || order.stage === 'overdue'
  return (
    <a class="card order-tile" href={addressOf({ at: 'order', orderId: order.orderId })}>
      <span class="order-tile-head">
        <span class={`tag stage-${order.stage}`}>{t.stages[order.stage]}</span>
        <span class="muted">{t.orderNumber(order.number)}</span>
      </span>
      <span class="order-tile-body">
        <Picture of={order.lines[0]?.picture ?? null} alt="" sizes="88px" />
        <OrderLines lines={order.lines} />
      </span>
      {out && <DueLine late={order.late} heldUntil={heldUntil} />}
      {(order.stage === 'toConfirm' || order.stage === 'toPay') && order.due > 0 && (
        <span class="order-tile-due">
          {t.payNow} <b>{money(order.due)}</b>
        </span>
      )}
    </a>
  )
}
