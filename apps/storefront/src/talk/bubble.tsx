import type { TimelineItem } from '@bobber/client/client'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { TroubleNote } from '../parts/notice.tsx'
import { Picture } from '../parts/picture.tsx'
import { WholePicture } from '../catalogue/gallery.tsx'
import { useStorefront } from '../storefront.ts'
import { useNow } from '../use-client.ts'
import { useCommand } from '../use-command.ts'
import { when } from '../words.ts'
import { ProductMini } from './product-mini.tsx'

type Said = Extract<TimelineItem, { type: 'entry' }>
type Unsent = Extract<TimelineItem, { type: 'unsent' }>

const recallWithin = 2 * 60_000

/** A message of the log: whose it is, what it says, and for one's own how far it got. */
export function Bubble({ item, mine, name, follows }: { item: Said; mine: boolean; name: string; follows: boolean }) {
  const { t, shop, settings } = useStorefront()
  const { entry, state, recalled } = item
  if (recalled || !entry.content) return <p class="fact-line">{t.recalled(mine ? t.you : name)}</p>
  const states = { sent: t.stateSent, received: t.stateReceived, read: t.stateRead }
  return (
    <div class={['bubble-row', mine && 'mine', follows && 'follows'].filter(Boolean).join(' ')}>
      {!mine && !follows && <span class="bubble-name">{name}</span>}
      <div class="bubble-line">
        <div class="bubble">
          <Content content={entry.content} name={mine ? t.you : name} />
        </div>
        {mine && <RecallButton conversationId={entry.conversationId} seq={entry.seq} at={entry.at} />}
      </div>
      <span class="bubble-state">
        <time dateTime={new Date(entry.at).toISOString()}>{when(entry.at, 'time', shop.zone, settings.locale)}</time>
        {state && <span class={`state-${state}`}> · {states[state]}</span>}
      </span>
    </div>
  )
}

/** A message of mine that the log doesn't hold yet: it says so, and what to do when it can't. */
export function UnsentBubble({ item, follows }: { item: Unsent; follows: boolean }) {
  const { t, client } = useStorefront()
  const { unsent } = item
  const words = { waiting: t.stateWaiting, sending: t.stateSending, failed: t.stateFailed }
  const failed = unsent.state === 'failed'
  return (
    <div class={['bubble-row mine unsent', follows && 'follows'].filter(Boolean).join(' ')}>
      <div class="bubble-line">
        <div class="bubble">
          <Content content={unsent.content} name={t.you} />
        </div>
      </div>
      <span class={failed ? 'bubble-state failed' : 'bubble-state'}>{words[unsent.state]}</span>
      {failed && (
        <TroubleNote trouble={unsent.refusal ? { kind: 'refused', refusal: unsent.refusal } : { kind: 'broken' }}>
          <span class="trouble-buttons">
            <button type="button" class="button" onClick={() => client.retry(unsent.clientId)}>
              {t.resend}
            </button>
            <button type="button" class="button quiet" onClick={() => client.discard(unsent.clientId)}>
              {t.discard}
            </button>
          </span>
        </TroubleNote>
      )}
    </div>
  )
}

function Content({ content, name }: { content: object; name: string }) {
  const { t } = useStorefront()
  const [whole, setWhole] = useState(false)
  const text = 'text' in content && typeof content.text === 'string' ? content.text : null
  if ('fileId' in content && 'width' in content) {
    const { fileId, width, height } = content as { fileId: string; width: number; height: number }
    return (
      <>
        <button type="button" class="bubble-picture" onClick={() => setWhole(true)}>
          <Picture of={{ fileId, width, height }} alt={t.photoOf(name)} sizes="240px" />
        </button>
        {text && <Text>{text}</Text>}
        {whole && <WholePicture picture={{ fileId, width, height }} name={t.photoOf(name)} close={() => setWhole(false)} />}
      </>
    )
  }
  if ('card' in content) {
    const { card } = content as { card: { kind: 'product'; productId: string } | { kind: 'order'; orderId: string } }
    return (
      <>
        {card.kind === 'product' ? (
          <ProductMini productId={card.productId} />
        ) : (
          <a class="product-mini" href={`#/o/${card.orderId}`}>
            <b>{t.openOrder}</b>
          </a>
        )}
        {text && <Text>{text}</Text>}
      </>
    )
  }
  return <Text>{text ?? t.unknownFact}</Text>
}

function Text({ children }: { children: ComponentChildren }) {
  return <p class="bubble-text">{children}</p>
}

/** Shown only while the log would still take it back: two minutes by the shop's clock. */
function RecallButton({ conversationId, seq, at }: { conversationId: string; seq: number; at: number }) {
  const { t } = useStorefront()
  const [open, setOpen] = useState(false)
  const recall = useCommand('message.recall')
  const now = useNow(5000)
  if (now - at > recallWithin) return null
  return (
    <div class="bubble-menu">
      <button type="button" class="icon-button" aria-label={t.messageMenu} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="more" />
      </button>
      {open && (
        <button type="button" class="button" disabled={recall.running} onClick={() => void recall.run({ conversationId, seq })}>
          {t.recall}
        </button>
      )}
      <TroubleNote trouble={recall.trouble} />
    </div>
  )
}
