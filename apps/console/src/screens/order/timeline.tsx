import type { Entry } from '@bobber/protocol'
import { useConversation, useNow } from '../../data/client-context.tsx'
import { useSay } from '../../data/settings.tsx'
import { useTimes } from '../../data/times.ts'
import { useFactTitle } from '../../facts/fact-title.ts'
import { Section } from '../../parts/screen.tsx'
import styles from './order.module.css'

/** The order's facts, read from its conversation: the same entries the customer sees, newest last. */
export function Timeline({ conversationId, orderId }: { conversationId: string; orderId: string }) {
  const say = useSay()
  const times = useTimes()
  const now = useNow(60_000)
  const title = useFactTitle()
  const view = useConversation(conversationId)
  const facts = (view?.items ?? []).flatMap((item) => (item.type === 'entry' && isOf(item.entry, orderId) ? [item.entry] : []))
  if (facts.length === 0) return null
  return (
    <Section title={say('order.timeline')}>
      <ol className={styles.timeline}>
        {facts.map((entry) => (
          <li key={entry.entryId}>
            <b>{title(entry, view)}</b>
            <div className="quiet figures">{times.short(entry.at, now)}</div>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function isOf(entry: Entry, orderId: string): boolean {
  const { content } = entry
  // What is earned each midnight is the books' story, not the order's.
  return entry.kind !== 'rent.earned' && content !== null && 'orderId' in content && content.orderId === orderId
}
