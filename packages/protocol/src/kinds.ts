import { audienceOf, type Class } from './audience.ts'
import type { ConversationMark, EntryKind } from './entries.ts'

/** Who sees an entry of a kind when its sender says nothing else, and whether it counts as unread (L9). */
export interface KindRule {
  audience: number
  countable: boolean
}
const everyoneOnTheOrder = audienceOf('customer', 'staff', 'rider')
const counterparts = audienceOf('customer', 'staff')
const inside = audienceOf('staff')

export const kindRules: Record<EntryKind, KindRule> = {
  'message.text': { audience: everyoneOnTheOrder, countable: true },
  'message.card': { audience: everyoneOnTheOrder, countable: true },
  'message.image': { audience: everyoneOnTheOrder, countable: true },
  'conversation.opened': { audience: counterparts, countable: false },
  'conversation.assigned': { audience: inside, countable: false },
  'conversation.joined': { audience: counterparts, countable: false },
  'conversation.resolved': { audience: inside, countable: false },
  'order.placed': { audience: counterparts, countable: true },
  'order.customerKnown': { audience: inside, countable: false },
  'order.cancelled': { audience: counterparts, countable: true },
  'order.closed': { audience: counterparts, countable: true },
  'claim.held': { audience: inside, countable: false },
  'claim.released': { audience: inside, countable: false },
  'claim.endangered': { audience: inside, countable: true },
  'hold.expired': { audience: counterparts, countable: true },
  'feeSheet.issued': { audience: counterparts, countable: true },
  'feeSheet.confirmed': { audience: counterparts, countable: true },
  'payment.requested': { audience: counterparts, countable: true },
  'payment.captured': { audience: counterparts, countable: true },
  'sale.handedOver': { audience: counterparts, countable: true },
  'line.forgone': { audience: counterparts, countable: true },
  'rental.checkedOut': { audience: counterparts, countable: true },
  'rental.checkOutUndone': { audience: counterparts, countable: true },
  'rental.overdue': { audience: counterparts, countable: true },
  'rent.earned': { audience: inside, countable: false },
  'rental.checkedIn': { audience: counterparts, countable: true },
  'rental.checkInUndone': { audience: counterparts, countable: true },
  'rental.inspected': { audience: counterparts, countable: true },
  'settlement.proposed': { audience: counterparts, countable: true },
  'settlement.confirmed': { audience: counterparts, countable: true },
  'refund.made': { audience: counterparts, countable: true },
  'entry.recalled': { audience: everyoneOnTheOrder, countable: false },
}

/** The audience a message has in a conversation of a kind: a private note narrows it to staff. */
export function messageAudience(kind: ConversationKind, privately: boolean): number {
  if (privately || kind === 'team') return inside
  if (kind === 'supply') return audienceOf('staff', 'supplier')
  return everyoneOnTheOrder
}

export const conversationKinds = ['enquiry', 'order', 'team', 'community', 'supply'] as const
export type ConversationKind = (typeof conversationKinds)[number]

/** A conversation as a class may know it: who looks after it, and whether it was put away, is the shop's own business (log.md L8). */
export function asSeenBy(viewer: Class, mark: ConversationMark): ConversationMark {
  return viewer === 'staff' ? mark : { ...mark, state: 'open', assigneeId: null }
}

/** Conversations that the desk sees without taking part: those with customers. */
export function isDesks(kind: ConversationKind): boolean {
  return kind === 'enquiry' || kind === 'order'
}
