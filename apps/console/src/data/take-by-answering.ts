import type { ConversationView } from '@bobber/client/client'
import { type Entry, isDesks, maySee } from '@bobber/protocol'
import { useEffect } from 'react'
import { useClient } from './client-context.tsx'
import { useMay, usePlace } from './me.tsx'

/**
 * Whether this entry, just arrived, is an answer by which its author takes the talk (K15): words for the customer, where nobody looks after
 * it. One that was handed over or back since it was said, as its author's other device may read it later, takes nothing.
 */
export function takes(entry: Entry, view: ConversationView | undefined): boolean {
  if (!view?.mark || view.mark.assigneeId !== null || !isDesks(view.mark.kind)) return false
  if (!entry.kind.startsWith('message.') || !maySee(entry.audience, 'customer')) return false
  return !view.items.some((item) => item.type === 'entry' && item.entry.kind === 'conversation.assigned' && item.entry.seq > entry.seq)
}

/** Takes what I answer, from whichever screen and however late the answer goes out. */
export function useTakeByAnswering(): void {
  const client = useClient()
  const { personId } = usePlace().me
  const may = useMay()('conversation.assign')
  useEffect(() => {
    if (!may) return undefined
    return client.onEntry((entry) => {
      const { conversationId, authorId } = entry
      if (authorId !== personId || !takes(entry, client.conversation(conversationId))) return
      // Refused or lost, the talk is still nobody's, and says so.
      client.call('conversation.assign', { conversationId, personId, ifNobodys: true }).catch(() => undefined)
    })
  }, [client, personId, may])
}
