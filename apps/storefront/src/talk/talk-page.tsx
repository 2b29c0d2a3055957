import type { ConversationView } from '@bobber/client/client'
import type { OrderView } from '@bobber/protocol'
import { useEffect } from 'preact/hooks'
import { useTitle } from '../frame/title.ts'
import { DueLine } from '../orders/due-line.tsx'
import { useOrders } from '../orders/use-orders.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { addressOf } from '../route.ts'
import { useStorefront } from '../storefront.ts'
import { useClient } from '../use-client.ts'
import { AskShop } from './ask.tsx'
import { Composer } from './composer.tsx'
import { Log } from './log.tsx'

/** What was said is shown to whoever is signed in, and to nobody else (C16). */
export function TalkPage({ conversationId }: { conversationId: string }) {
  const { t, me } = useStorefront()
  useTitle(t.navTalk)
  return me ? <Talk conversationId={conversationId} /> : <Closed />
}

function Talk({ conversationId }: { conversationId: string }) {
  const view = useClient((client) => client.conversation(conversationId))
  const connection = useClient((client) => client.connection())
  const { orders, heldUntil, again } = useOrders(conversationId)
  useRead(view)
  if (!view) {
    const over = connection === 'live' || connection === 'gone' || connection === 'nobody'
    return over ? <Closed /> : <Skeleton shape="bubble" count={6} />
  }
  return (
    <div class="talk">
      <TalkHead view={view} />
      <OrderStrip orders={orders} heldUntil={heldUntil} />
      <Log view={view} orders={orders} heldUntil={heldUntil} changed={again} />
      <Composer key={conversationId} conversationId={conversationId} />
    </div>
  )
}

/** A talk that isn't there, or isn't this visitor's: no difference is told. */
function Closed() {
  const { t } = useStorefront()
  return (
    <Empty icon="talk" title={t.noTalks} hint={t.noTalksHint}>
      <AskShop />
    </Empty>
  )
}

/** What is on the screen while somebody looks at it has been read. */
function useRead(view: ConversationView | undefined): void {
  const { client } = useStorefront()
  const id = view?.conversationId
  const last = view?.lastSeq ?? 0
  useEffect(() => {
    if (id === undefined || last === 0) return
    const look = (): void => {
      if (document.visibilityState === 'visible') client.read(id, last)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [client, id, last])
}

function TalkHead({ view }: { view: ConversationView }) {
  const { t, shop } = useStorefront()
  const staff = view.participants.filter((one) => one.class === 'staff' && !one.removed)
  const online = useClient((client) => staff.some(({ personId }) => client.presence(personId)?.state === 'online'))
  return (
    <header class="talk-head">
      <a class="icon-button" href="#/" aria-label={t.back}>
        <Icon name="back" />
      </a>
      <div>
        <h1>{shop.name}</h1>
        <p class={online ? 'presence here' : 'presence'}>
          <span class="human">
            <Icon name="person" />
            {t.human}
          </span>
          {online ? t.humanHere : t.humanAway}
        </p>
      </div>
    </header>
  )
}

/** The order that is going on, always in sight: what is next, and how long there is. */
function OrderStrip({ orders, heldUntil }: { orders: readonly OrderView[]; heldUntil: number | null }) {
  const { t } = useStorefront()
  const going = orders.filter(({ stage }) => stage !== 'closed' && stage !== 'cancelled' && stage !== 'expired')
  const order = going[0]
  if (!order) return null
  const out = order.stage === 'out' || order.stage === 'overdue'
  return (
    <a class={`order-strip stage-${order.stage}`} href={addressOf({ at: 'order', orderId: order.orderId })}>
      {order.stage !== 'overdue' && (
        <span class="order-strip-words">
          <b>{t.stages[order.stage]}</b>
          {!out && <span>{t.orderNumber(order.number)}</span>}
        </span>
      )}
      {out && <DueLine late={order.late} heldUntil={heldUntil} />}
      <Icon name="next" />
    </a>
  )
}
