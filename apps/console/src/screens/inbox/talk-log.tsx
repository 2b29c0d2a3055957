import type { ConversationView } from '@bobber/client/client'
import { Button } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useClient } from '../../data/client-context.tsx'
import { useSay } from '../../data/settings.tsx'
import { FactEntry } from '../../facts/fact-card.tsx'
import { kindEntry, nameIn } from '../../facts/fact-title.ts'
import styles from './inbox.module.css'
import { MessageBubble, UnsentBubble } from './message-bubble.tsx'

/** The talk, oldest first; it stays at the end while one is there, and keeps its place when older ones come in. */
export function TalkLog({ view }: { view: ConversationView }) {
  const say = useSay()
  const client = useClient()
  const log = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const heightBefore = useRef(0)
  const newest = newestFacts(view)
  useLayoutEffect(() => {
    const box = log.current
    if (!box) return
    if (atEnd.current) box.scrollTop = box.scrollHeight
    else if (box.scrollTop < 80) box.scrollTop += box.scrollHeight - heightBefore.current
    heightBefore.current = box.scrollHeight
  }, [view])
  useEffect(() => {
    const read = () => {
      if (document.visibilityState === 'visible' && view.lastSeq > 0) client.read(view.conversationId, view.lastSeq)
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [client, view.conversationId, view.lastSeq])
  return (
    <div
      ref={log}
      className={styles.log}
      role="log"
      aria-label={say('talk.log')}
      tabIndex={0}
      onScroll={({ currentTarget: box }) => (atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60)}
    >
      {view.hasOlder && (
        <Button variant="subtle" style={{ alignSelf: 'center' }} onClick={() => void client.loadOlder(view.conversationId)}>
          {say('talk.older')}
        </Button>
      )}
      {view.items.length === 0 && <p className="quiet">{say('talk.nobody')}</p>}
      {view.items.map((item) => {
        if (item.type === 'unsent') return <UnsentBubble key={item.unsent.clientId} unsent={item.unsent} />
        if (item.type === 'hole') {
          return item.fromSeq <= 1 && view.hasOlder ? null : (
            <p key={`hole${item.fromSeq}`} className="quiet">
              {say('talk.hole')}
            </p>
          )
        }
        // The message itself says that it was recalled.
        if (item.entry.kind === 'entry.recalled') return null
        const entry = kindEntry(item.entry)
        if (item.entry.kind.startsWith('message.') || !entry) {
          return <MessageBubble key={item.entry.entryId} entry={item.entry} state={item.state} recalled={item.recalled} view={view} />
        }
        return <FactEntry key={entry.entryId} entry={entry} view={view} newest={newest.has(entry.entryId)} />
      })}
      <div aria-live="polite">
        {view.typing.map((personId) => (
          <p key={personId} className="quiet">
            {say('talk.typing', { name: nameIn(view, personId) })}
          </p>
        ))}
      </div>
    </div>
  )
}

/** The newest fact with a card of each order: the one that offers the next step. */
function newestFacts(view: ConversationView): Set<string> {
  const newest = new Map<string, string>()
  for (const item of view.items) {
    if (item.type !== 'entry' || item.entry.content === null || !cards.has(item.entry.kind)) continue
    if ('orderId' in item.entry.content) newest.set(item.entry.content.orderId, item.entry.entryId)
  }
  return new Set(newest.values())
}
const cards = new Set([
  'order.placed',
  'feeSheet.issued',
  'payment.requested',
  'payment.captured',
  'rental.checkedOut',
  'rental.overdue',
  'line.forgone',
  'refund.made',
  'rental.checkedIn',
  'settlement.proposed',
])
