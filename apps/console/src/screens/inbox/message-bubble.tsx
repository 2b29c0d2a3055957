import type { ConversationView, TimelineItem, Unsent } from '@bobber/client/client'
import { maySee, type Entry, type MessageContents } from '@bobber/protocol'
import { Link } from '@tanstack/react-router'
import { useAsk, useCommand } from '../../data/ask.ts'
import { useClient, useNow } from '../../data/client-context.tsx'
import { usePlace } from '../../data/me.tsx'
import { shortMoney } from '../../data/money.ts'
import { useOrder } from '../../data/order.ts'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { kindEntry, nameIn } from '../../facts/fact-title.ts'
import { Icon } from '../../parts/icon.tsx'
import { StageBadge, Thumb } from '../../parts/small.tsx'
import styles from './inbox.module.css'

/** A message may be taken back within two minutes. */
const recallWithinMs = 120_000

type State = Extract<TimelineItem, { type: 'entry' }>['state']

export function MessageBubble({ entry, state, recalled, view }: { entry: Entry; state: State; recalled: boolean; view: ConversationView }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(10_000)
  const { me } = usePlace()
  const recall = useCommand('message.recall')
  const mine = entry.authorId === me.personId
  const note = !maySee(entry.audience, 'customer')
  const message = kindEntry(entry)
  return (
    <div className={styles.bubble} data-mine={mine} data-note={note}>
      {recalled || !message ? <i>{say('talk.recalled')}</i> : <Content message={message} />}
      <div className={styles.meta}>
        {note && (
          <span>
            <Icon name="note" size={14} /> {say('talk.note')}
          </span>
        )}
        {!mine && <span>{nameIn(view, entry.authorId)}</span>}
        <span className="figures">{times.short(entry.at, now)}</span>
        {state && <span>{say(`talk.${state}`)}</span>}
        {mine && !recalled && now - entry.at < recallWithinMs && (
          <button
            type="button"
            disabled={recall.busy}
            onClick={() => void recall.give({ conversationId: entry.conversationId, seq: entry.seq })}
          >
            {say('talk.recall')}
          </button>
        )}
      </div>
    </div>
  )
}

type Message = NonNullable<ReturnType<typeof kindEntry>>

function Content({ message }: { message: Message }) {
  const say = useSay()
  if (message.kind === 'message.text') return <>{message.content.text}</>
  if (message.kind === 'message.image') return <ImageMessage content={message.content} />
  if (message.kind === 'message.card') {
    const { card, text } = message.content
    return (
      <>
        {text !== undefined && text !== '' && <p>{text}</p>}
        {card.kind === 'product' ? <ProductCard productId={card.productId} /> : <OrderCard orderId={card.orderId} />}
      </>
    )
  }
  return <i>{say('talk.unknown')}</i>
}

function ImageMessage({ content }: { content: MessageContents['message.image'] }) {
  const say = useSay()
  return (
    <a href={`/files/${content.fileId}/1440.webp`} target="_blank" rel="noreferrer">
      <img
        src={`/files/${content.fileId}/360.webp`}
        alt={content.text ?? say('photo.alt', { n: 1 })}
        width={260}
        height={Math.round((260 * content.height) / content.width)}
        loading="lazy"
      />
    </a>
  )
}

export function ProductCard({ productId }: { productId: string }) {
  const say = useSay()
  const { data } = useAsk('product.get', { productId })
  const first = data?.variants[0]
  if (!data || !first) return <span className="quiet">{say('card.product')}</span>
  const day = first.plan?.tiers.find((tier) => tier.length.unit === 'day' && tier.length.count === 1)
  return (
    <Link to="/stock/$variantId" params={{ variantId: first.variantId }} className="row">
      <Thumb picture={data.pictures[0] ?? null} size={56} />
      <span className="row-main">
        <b>{data.name}</b>
        <br />
        <span>
          {first.sku} {day && say('stock.perDay', { amount: shortMoney(day.amount) })}{' '}
          {!day && first.price !== null && shortMoney(first.price)}
        </span>
      </span>
    </Link>
  )
}

function OrderCard({ orderId }: { orderId: string }) {
  const say = useSay()
  const data = useOrder(orderId)
  return (
    <Link to="/orders/$orderId" params={{ orderId }} className="row">
      <span className="row-main">{data ? say('order.title', { number: data.number }) : say('fact.seeOrder')}</span>
      {data && <StageBadge stage={data.stage} />}
    </Link>
  )
}

/** Written here, not in the log yet: it says so, and what helps when it can't get there. */
export function UnsentBubble({ unsent }: { unsent: Unsent }) {
  const say = useSay()
  const client = useClient()
  const { content } = unsent
  return (
    <div className={styles.bubble} data-mine="true" data-note={unsent.privately}>
      {'text' in content ? content.text : 'fileId' in content ? <ImageMessage content={content} /> : say('card.product')}
      <div className={styles.meta}>
        {unsent.state === 'failed' ? (
          <>
            <span className={styles.failed}>{unsent.refusal?.message ?? say('talk.failed')}</span>
            <button type="button" onClick={() => client.retry(unsent.clientId)}>
              {say('talk.retry')}
            </button>
            <button type="button" onClick={() => client.discard(unsent.clientId)}>
              {say('talk.discard')}
            </button>
          </>
        ) : (
          <span>{say(unsent.state === 'sending' ? 'talk.sending' : 'talk.waiting')}</span>
        )}
      </div>
    </div>
  )
}
