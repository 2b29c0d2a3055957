import { type Static, Type } from 'typebox'
import { id } from './api/shape.ts'
import type { Class } from './audience.ts'
import type { FactContents, FactKind } from './facts.ts'
import type { ConversationKind } from './kinds.ts'

/** What a person can say. Files are named by the id that `file.add` gave. */
export const TextMessage = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 8000 }), replyTo: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)
export const CardMessage = Type.Object(
  {
    card: Type.Union([
      Type.Object({ kind: Type.Literal('product'), productId: id, variantId: Type.Optional(id) }),
      Type.Object({ kind: Type.Literal('order'), orderId: id }),
    ]),
    text: Type.Optional(Type.String({ maxLength: 8000 })),
  },
  { additionalProperties: false },
)
export const ImageMessage = Type.Object(
  {
    fileId: id,
    width: Type.Integer({ minimum: 1, maximum: 100_000 }),
    height: Type.Integer({ minimum: 1, maximum: 100_000 }),
    text: Type.Optional(Type.String({ maxLength: 8000 })),
  },
  { additionalProperties: false },
)

export const messageSchemas = {
  'message.text': TextMessage,
  'message.card': CardMessage,
  'message.image': ImageMessage,
} as const
export type MessageKind = keyof typeof messageSchemas
export type MessageContents = { [K in MessageKind]: Static<(typeof messageSchemas)[K]> }

export type EntryKind = MessageKind | FactKind
export type EntryContents = MessageContents & FactContents

/**
 * An entry as one viewer sees it. `prev` is the seq of the newest earlier entry that the viewer's class may see
 * (0: none): a viewer holds everything exactly when each entry's `prev` is the seq before it in his list. What lies
 * between `prev` and `seq` is hidden from him; then `skipHash` is the hash of entry `seq - 1`, so that the chain
 * stays checkable (L8).
 */
export interface Entry<K extends EntryKind = EntryKind> {
  conversationId: string
  seq: number
  prev: number
  skipHash?: string
  entryId: string
  /** the sender's idempotency id, on messages only */
  clientId?: string
  /** null: the system itself, e.g. an expired hold */
  authorId: string | null
  kind: K
  audience: number
  /** epoch ms, the server's clock at commit */
  at: number
  /** chain hash (L6), hex */
  hash: string
  /** running number of countable entries the viewer's class may see, this one included (L9) */
  count: number
  /** running number of the author's own countable entries in this conversation, this one included; 0 for who is outside (L8) */
  own: number
  /** the author's read cursor jumped over this entry (L9) */
  jumped?: true
  /** null once recalled or erased: the digest stays, the words are gone */
  content: EntryContents[K] | null
}

export interface ParticipantMark {
  conversationId: string
  personId: string
  class: Class
  role: string
  name: string
  involvement: 'nothing' | 'mentions' | 'everything'
  receivedSeq: number
  readSeq: number
  /** unread (L9) = head.count − readCount − (ownCount − readOwn) */
  readCount: number
  readOwn: number
  ownCount: number
  removed: boolean
}

/** The small mutable state of a conversation itself. */
export interface ConversationMark {
  conversationId: string
  kind: ConversationKind
  state: 'open' | 'resolved'
  assigneeId: string | null
  customerId: string | null
  openedAt: number
}

/** Head as the viewer's class may know it. */
export interface Head {
  conversationId: string
  lastSeq: number
  count: number
  lastHash: string
}
