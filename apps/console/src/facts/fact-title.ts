import type { ConversationView } from '@bobber/client/client'
import type { Entry, EntryContents, EntryKind } from '@bobber/protocol'
import { money } from '../data/money.ts'
import { useSay } from '../data/settings.tsx'
import type { Say } from '../words/catalogue.ts'

/** Entries of one kind, told apart by `kind`: the wire's type doesn't tie the two together by itself. */
export type KindEntry = { [K in EntryKind]: Omit<Entry, 'kind' | 'content'> & { kind: K; content: EntryContents[K] } }[EntryKind]

/** Null once recalled or erased: then there is nothing to say but that. */
export function kindEntry(entry: Entry): KindEntry | null {
  return entry.content === null ? null : (entry as KindEntry)
}

/** The name of someone in a conversation; whoever wrote through the system is nobody. */
export function nameIn(view: ConversationView | undefined, personId: string | null): string {
  return view?.participants.find((one) => one.personId === personId)?.name ?? '—'
}

/** One line for a fact, in the timeline, the talk and the list of talks. */
export function useFactTitle(): (entry: Entry, view: ConversationView | undefined) => string {
  const say = useSay()
  return (entry, view) => {
    const one = kindEntry(entry)
    return one ? factTitle(one, view, say) : say('talk.recalled')
  }
}

export function factTitle(entry: KindEntry, view: ConversationView | undefined, say: Say): string {
  switch (entry.kind) {
    case 'conversation.opened':
      return say(entry.content.productId === undefined ? 'fact.opened' : 'fact.openedProduct')
    case 'conversation.assigned': {
      const { assigneeId, byId } = entry.content
      if (assigneeId === null) return say('fact.unassigned', { by: nameIn(view, byId) })
      if (assigneeId === byId) return say('fact.taken', { by: nameIn(view, byId) })
      return say('fact.assigned', { by: nameIn(view, byId), to: nameIn(view, assigneeId) })
    }
    case 'conversation.joined':
      return say('fact.joined', { name: entry.content.name })
    case 'conversation.resolved':
      return say('fact.resolved', { by: nameIn(view, entry.content.byId) })
    case 'order.placed':
      return say('fact.placed', { number: entry.content.number })
    case 'order.customerKnown':
      return say('fact.customerKnown')
    case 'order.cancelled':
      return say(entry.content.reason === '' ? 'fact.cancelled' : 'fact.cancelledFor', { reason: entry.content.reason })
    case 'order.closed':
      return say('fact.closed')
    case 'claim.held':
      return say('fact.claimHeld')
    case 'claim.released':
      return say('fact.claimReleased')
    case 'claim.endangered':
      return entry.content.by === '' ? say('fact.fewer') : say('fact.endangered', { number: entry.content.by })
    case 'hold.expired':
      return say('fact.holdExpired')
    case 'feeSheet.issued':
      return say('fact.sheet', { version: entry.content.sheet.version })
    case 'feeSheet.confirmed':
      return confirmed(entry.content, view, say, 'fact.sheetConfirmed')
    case 'payment.requested':
      return say('fact.paymentRequested', { amount: money(entry.content.amount) })
    case 'payment.captured':
      return say('fact.paid', { amount: money(entry.content.amount) })
    case 'rental.checkedOut':
      return `${say('fact.checkedOut')} ${entry.content.units.map((unit) => unit.unitCode).join('、')}`
    case 'rental.checkOutUndone':
      return say('fact.checkOutUndone')
    case 'rental.overdue':
      return say('fact.overdue')
    case 'rental.checkedIn':
      return `${say('fact.checkedIn')} ${entry.content.units.map((unit) => unit.unitCode).join('、')}`
    case 'rent.earned':
      return say('fact.rentEarned', { amount: money(entry.content.lines.reduce((sum, line) => sum + line.amount, 0)) })
    case 'rental.checkInUndone':
      return say('fact.checkInUndone')
    case 'rental.inspected':
      return say('fact.inspected')
    case 'sale.handedOver':
      return say('fact.handedOver')
    case 'line.forgone': {
      const n = entry.content.lines.reduce((sum, line) => sum + line.quantity, 0)
      return say(entry.content.byId === null ? 'fact.noShow' : 'fact.forgone', { n })
    }
    case 'settlement.proposed':
      return say('fact.settlement')
    case 'settlement.confirmed':
      return confirmed(entry.content, view, say, 'fact.settlementConfirmed')
    case 'refund.made': {
      const { amount, deposit } = entry.content
      return say(deposit === amount ? 'fact.depositBack' : 'fact.refunded', { amount: money(amount) })
    }
    case 'entry.recalled':
      return say('talk.recalled')
    case 'message.text':
    case 'message.card':
    case 'message.image':
    default:
      // A kind that a newer server knows and this page doesn't.
      return say('talk.unknown')
  }
}

/** Who taps for a customer says by it that she said yes before him. */
function confirmed(
  { version, byId, by }: EntryContents['feeSheet.confirmed'],
  view: ConversationView | undefined,
  say: Say,
  what: 'fact.sheetConfirmed' | 'fact.settlementConfirmed',
): string {
  return by === 'online' ? say(what, { version }) : say(`${what}Here`, { version, by: nameIn(view, byId) })
}
