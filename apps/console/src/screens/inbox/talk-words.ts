import type { ConversationView } from '@bobber/client/client'
import { kindRules } from '@bobber/protocol'
import { useSay } from '../../data/settings.tsx'
import { factTitle, kindEntry } from '../../facts/fact-title.ts'
import type { Say } from '../../words/catalogue.ts'

/** Who a talk is with: the customer's name, or "guest". */
export function useTalkTitle(): (view: ConversationView) => string {
  const say = useSay()
  return (view) => {
    const customer = view.participants.find((one) => one.class === 'customer' && !one.removed)
    return customer?.name || say('inbox.guest')
  }
}

/** The newest thing that happened, in one line: what was said, or a fact that counts. */
export function previewOf(view: ConversationView, say: Say): string {
  for (const item of view.items.toReversed()) {
    if (item.type === 'unsent' && 'text' in item.unsent.content) return item.unsent.content.text ?? ''
    if (item.type !== 'entry' || !kindRules[item.entry.kind].countable) continue
    const entry = item.recalled ? null : kindEntry(item.entry)
    if (entry?.kind === 'message.text') return entry.content.text
    if (entry?.kind === 'message.image') return `[${say('talk.photo')}]`
    if (entry?.kind === 'message.card') return `[${say('card.product')}]`
    return entry ? factTitle(entry, view, say) : say('talk.recalled')
  }
  return ''
}
