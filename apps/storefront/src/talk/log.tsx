import type { ConversationView, TimelineItem } from '@bobber/client/client'
import type { OrderView } from '@bobber/protocol'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { orderLogs } from '../orders/order-log.ts'
import { Icon } from '../parts/icon.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { dayAt, when } from '../words.ts'
import { Bubble, UnsentBubble } from './bubble.tsx'
import { Fact } from './fact.tsx'
import { type Row, rowLimit, rowsOf } from './rows.ts'

interface Props {
  readonly view: ConversationView
  readonly orders: readonly OrderView[]
  /** without a connection: until when `orders` are known to be so */
  readonly heldUntil: number | null
  changed: () => void
}
const nearEnd = 80

/** The conversation from its oldest shown line down to now. It stays at the end until somebody scrolls away from it. */
export function Log({ view, orders, heldUntil, changed }: Props) {
  const { t, client, shop } = useStorefront()
  const me = client.me()
  const [limit, setLimit] = useState(rowLimit)
  const rows = useMemo(() => rowsOf(view.items, shop.zone, limit), [view.items, shop.zone, limit])
  const logs = useMemo(() => orderLogs(view.items), [view.items])
  const hiddenHere = view.items.length > limit
  const [loading, setLoading] = useState(false)
  const { frame, away, toEnd } = useEnd(rows)

  const older = async (): Promise<void> => {
    if (hiddenHere) return setLimit(limit + rowLimit)
    setLoading(true)
    await client.loadOlder(view.conversationId).catch(() => undefined)
    setLoading(false)
    setLimit(limit + rowLimit)
  }
  const nameOf = (authorId: string | null): string => view.participants.find(({ personId }) => personId === authorId)?.name || shop.name

  const draw = (row: Row) => {
    if (row.type === 'day') return <DayLine key={row.key} at={row.at} />
    const { item, follows } = row
    if (item.type === 'hole') return <Skeleton key={row.key} shape="bubble" count={2} />
    if (item.type === 'unsent') return <UnsentBubble key={row.key} item={item} follows={follows} />
    const { entry } = item
    if (entry.kind.startsWith('message.')) {
      return <Bubble key={row.key} item={item} mine={entry.authorId === me?.personId} name={nameOf(entry.authorId)} follows={follows} />
    }
    const orderId = orderOf(item)
    return (
      <Fact
        key={row.key}
        entry={entry}
        log={logs.get(orderId)}
        order={orders.find((order) => order.orderId === orderId)}
        heldUntil={heldUntil}
        changed={changed}
      />
    )
  }
  return (
    <div class="log-frame">
      <div class="log" ref={frame} role="log" aria-label={t.log} tabIndex={0}>
        {view.hasOlder || hiddenHere ? (
          <button type="button" class="button quiet older" disabled={loading} onClick={() => void older()}>
            {loading ? t.loadingOlder : t.older}
          </button>
        ) : (
          rows.length === 0 && <p class="fact-line">{t.emptyTalk}</p>
        )}
        {rows.map(draw)}
        {view.typing.length > 0 && <p class="typing">{t.typing}</p>}
      </div>
      {away && (
        <button type="button" class="button to-end" onClick={toEnd}>
          <Icon name="down" /> {t.newBelow}
        </button>
      )}
    </div>
  )
}

function orderOf(item: Extract<TimelineItem, { type: 'entry' }>): string {
  const { content } = item.entry
  return content && 'orderId' in content && typeof content.orderId === 'string' ? content.orderId : ''
}

/** Keeps the end in sight as rows come; when older rows come on top, keeps what is being read where it is. */
function useEnd(rows: readonly Row[]): { frame: { current: HTMLDivElement | null }; away: boolean; toEnd: () => void } {
  const frame = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const before = useRef({ height: 0, first: '', last: '' })
  const [away, setAway] = useState(false)
  const toEnd = (): void => {
    const element = frame.current
    if (element) element.scrollTop = element.scrollHeight
    atEnd.current = true
    setAway(false)
  }
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const now = { height: element.scrollHeight, first: rows[0]?.key ?? '', last: rows.at(-1)?.key ?? '' }
    if (atEnd.current) toEnd()
    else if (now.first !== before.current.first && now.last === before.current.last) element.scrollTop += now.height - before.current.height
    else if (now.last !== before.current.last) setAway(true)
    before.current = now
  }, [rows])
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const moved = (): void => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
      if (atEnd.current) setAway(false)
    }
    // Pictures and cards grow after they were drawn, the keyboard takes half of the screen: the end stays in sight.
    const grown = new ResizeObserver(() => atEnd.current && toEnd())
    grown.observe(element)
    for (const child of element.children) grown.observe(child)
    element.addEventListener('scroll', moved, { passive: true })
    return () => {
      grown.disconnect()
      element.removeEventListener('scroll', moved)
    }
  }, [rows])
  return { frame, away, toEnd }
}

function DayLine({ at }: { at: number }) {
  const { t, shop, settings } = useStorefront()
  const today = dayAt(useNow(60_000), shop.zone)
  const day = dayAt(at, shop.zone)
  const word = day === today ? t.today : day === today - 1 ? t.yesterday : when(at, 'day', shop.zone, settings.locale)
  return (
    <p class="day-line">
      <time dateTime={new Date(at).toISOString()}>{word}</time>
    </p>
  )
}
