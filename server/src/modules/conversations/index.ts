import type { HandlersOf } from '../../platform/handler.ts'
import { conversationAssign } from './commands/assign.ts'
import { enquiryOpen } from './commands/enquiry-open.ts'
import { messageRecall } from './commands/recall.ts'
import { conversationResolve } from './commands/resolve.ts'
import { conversationHead } from './queries/head.ts'

export { maySeeConversation } from './access.ts'
export { admitMessage } from './admit.ts'
export { kindOf } from './kinds.ts'
export { type Opening, openConversation } from './open.ts'
export { handOver, join, leave, touchPerson } from './participation.ts'
export { conversationMark } from './queries/conversation.ts'
export { openOfCustomer } from './queries/open-of-customer.ts'
export { signGrownHeads, signHead, signedBytes } from './sign-head.ts'
export { repeatErasures } from './take-back.ts'

type ConversationRoute = 'enquiry.open' | 'conversation.assign' | 'conversation.resolve' | 'conversation.head' | 'message.recall'

/** The routes of conversations; what also shows orders (`conversation.get`, `customerHistory.get`) is answered by the orders above. */
export const conversationHandlers: HandlersOf<ConversationRoute> = {
  'enquiry.open': enquiryOpen,
  'conversation.assign': conversationAssign,
  'conversation.resolve': conversationResolve,
  'conversation.head': conversationHead,
  'message.recall': messageRecall,
}
