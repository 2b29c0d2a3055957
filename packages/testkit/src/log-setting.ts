import type { Class, ConversationKind, EntryContents, FactKind } from '@bobber/protocol'
import type { Batch, LogStore } from '@bobber/server/log/store'

export interface NewConversation {
  conversationId: string
  kind: ConversationKind
  customerId: string | null
  people: { personId: string; class: Class }[]
}

/**
 * A log with one shop and what modules do to its rows, for the contract suite and the simulation. Each call is one commit and returns
 * the stretch it wrote.
 */
export interface LogSetting {
  readonly shopId: string
  readonly store: LogStore
  open(conversation: NewConversation): Promise<Batch>
  join(conversationId: string, personId: string, as: Class): Promise<Batch>
  leave(conversationId: string, personId: string): Promise<Batch>
  /** puts it away: a change that only the shop knows of */
  resolve(conversationId: string): Promise<Batch>
  fact<K extends FactKind>(fact: {
    conversationId: string
    kind: K
    content: EntryContents[K]
    authorId: string | null
    audience?: number
    /** epoch ms */
    at: number
  }): Promise<Batch>
  close(): Promise<void>
}
