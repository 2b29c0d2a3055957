import { type Static, Type } from 'typebox'
import type { ConversationMark } from '../entries.ts'
import type { CustomerView } from './people.ts'
import type { OrderView } from './orders.ts'
import { type Call, exact, id, type Nothing, seq, words } from './shape.ts'

export const conversationBodies = {
  /** A visitor's own talk (reused while it is open), or one that staff opens with a customer. */
  'enquiry.open': Type.Object({ customerId: Type.Optional(id), productId: Type.Optional(id) }, exact),
  'conversation.get': Type.Object({ conversationId: id }, exact),
  /** `ifNobodys`: only if nobody has it; else it stays as it is. */
  'conversation.assign': Type.Object(
    {
      conversationId: id,
      personId: Type.Union([id, Type.Null()]),
      reason: Type.Optional(words(200)),
      ifNobodys: Type.Optional(Type.Literal(true)),
    },
    exact,
  ),
  'conversation.resolve': Type.Object({ conversationId: id }, exact),
  /** The signed head, to keep on one's own device (L11). */
  'conversation.head': Type.Object({ conversationId: id }, exact),
  'message.recall': Type.Object({ conversationId: id, seq }, exact),
  'customerHistory.get': Type.Object({ personId: id }, exact),
} as const
type Body = { [K in keyof typeof conversationBodies]: Static<(typeof conversationBodies)[K]> }

export interface ConversationCalls {
  'enquiry.open': Call<Body['enquiry.open'], { conversationId: string }>
  'conversation.get': Call<Body['conversation.get'], { conversation: ConversationMark; customer: CustomerView | null; orders: OrderView[] }>
  'conversation.assign': Call<Body['conversation.assign'], Nothing>
  'conversation.resolve': Call<Body['conversation.resolve'], Nothing>
  'conversation.head': Call<Body['conversation.head'], { seq: number; hash: string; signature: string; publicKey: string; at: number }>
  'message.recall': Call<Body['message.recall'], Nothing>
  'customerHistory.get': Call<Body['customerHistory.get'], { customer: CustomerView; orders: OrderView[] }>
}
