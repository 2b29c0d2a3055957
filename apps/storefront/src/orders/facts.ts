import type { ConversationView } from '@bobber/client/client'
import type { Answer } from '../answers.ts'

type Facts = ReadonlyMap<string, string>

/** The newest fact of each conversation. Facts change orders, messages don't. */
export function newestFacts(views: readonly Pick<ConversationView, 'conversationId' | 'items'>[]): Facts {
  return new Map(
    views.flatMap(({ conversationId, items }) => {
      const fact = items.findLast((item) => item.type === 'entry' && !item.entry.kind.startsWith('message.'))
      return fact?.type === 'entry' ? [[conversationId, fact.entry.entryId] as const] : []
    }),
  )
}

/** The conversations in which another fact is the newest. */
export function conversationsMoved(before: Facts, after: Facts): ReadonlySet<string> {
  return new Set([...after].filter(([id, fact]) => before.get(id) !== fact).map(([id]) => id))
}

/** Whether an answer tells of orders that facts of these conversations have changed. */
export function tellsOf({ name, body, value }: Pick<Answer, 'name' | 'body' | 'value'>, conversations: ReadonlySet<string>): boolean {
  if (name === 'order.list') return true
  if (name !== 'order.get' && name !== 'conversation.get') return false
  const named = { ...body, ...(value as { conversationId?: string } | null) }
  return !('conversationId' in named) || typeof named.conversationId !== 'string' || conversations.has(named.conversationId)
}
