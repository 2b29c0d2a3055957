import type { ConversationView, TimelineItem } from '@bobber/client/client'
import type { Entry, EntryContents } from '@bobber/protocol'

/** When the builders' talk began, epoch ms. */
export const start = 1_000_000
export type Said = {
  by: string
  at: number
  audience?: number
  kind?: 'message.text' | 'order.placed' | 'conversation.resolved' | 'conversation.assigned'
  content?: Entry['content']
}

/** A talk of `customer` with `clerk` as a screen sees it; `at`: seconds after its start. */
export function talk(said: Said[], part: Partial<ConversationView> = {}, state: 'open' | 'resolved' = 'open'): ConversationView {
  const items: TimelineItem[] = said.map(({ by, at, audience = 7, kind = 'message.text', content = { text: 'x' } }, index) => ({
    type: 'entry',
    state: null,
    recalled: false,
    entry: {
      conversationId: 'c',
      seq: index + 1,
      prev: index,
      entryId: `e${index}`,
      authorId: by,
      kind,
      audience,
      at: start + at * 1000,
      hash: '',
      count: index,
      own: 0,
      content,
    },
  }))
  const person = (personId: string, kind: 'customer' | 'staff') => ({
    conversationId: 'c',
    personId,
    class: kind,
    role: kind,
    name: personId,
    involvement: 'everything' as const,
    receivedSeq: 0,
    readSeq: 0,
    readCount: 0,
    readOwn: 0,
    ownCount: 0,
    removed: false,
  })
  return {
    conversationId: 'c',
    mark: { conversationId: 'c', kind: 'enquiry', state, assigneeId: null, customerId: 'customer', openedAt: 0 },
    mine: null,
    participants: [person('customer', 'customer'), person('clerk', 'staff')],
    items,
    lastSeq: items.length,
    unread: 0,
    headHash: '',
    hasOlder: false,
    typing: [],
    lastAt: 0,
    ...part,
  }
}

export function placed(by: 'online' | 'counter'): EntryContents['order.placed'] {
  return { orderId: 'o', number: '1', customerId: 'customer', placedById: 'clerk', by, lines: [], holdUntil: 0 }
}
