import type { ConversationView } from '@bobber/client/client'
import type { OrderView } from '@bobber/protocol'
import { useEffect, useRef } from 'preact/hooks'
import { useQuery } from '../use-query.ts'

/** Facts of the log change orders; messages don't. */
function lastFactOf(view: ConversationView | undefined): string {
  const facts = view?.items.filter((item) => item.type === 'entry' && !item.entry.kind.startsWith('message.')) ?? []
  const last = facts.at(-1)
  return last?.type === 'entry' ? last.entry.entryId : ''
}

/** The orders of a conversation as they are now: asked once, and again after every new fact (C8). */
export function useOrders(conversationId: string, view: ConversationView | undefined): { orders: readonly OrderView[]; again: () => void } {
  const asked = useQuery('conversation.get', { conversationId })
  useAgainAfter(lastFactOf(view), asked.again)
  return { orders: asked.value?.orders ?? [], again: asked.again }
}

/** Asks again when `mark` has changed since it was last shown. */
export function useAgainAfter(mark: string | number, again: () => void): void {
  const last = useRef(mark)
  useEffect(() => {
    if (last.current === mark) return
    last.current = mark
    again()
  }, [mark, again])
}
