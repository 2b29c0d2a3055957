import type { ConversationView } from '@bobber/client/client'
import { type Entry, maySee } from '@bobber/protocol'

/** Seconds a customer may wait before the count turns amber, and red. */
export const amberAfter = 100
export const redAfter = 180

export type Wait = { since: number; level: 'calm' | 'amber' | 'red'; seconds: number } | null

/**
 * Since when the customer waits for an answer: her oldest message after the last one that staff wrote for her.
 * Notes inside the shop and facts answer nobody, but for the one that puts the talk away. Null: nobody waits.
 */
export function waitOf(view: ConversationView, now: number): Wait {
  const staff = new Set(view.participants.filter((one) => one.class === 'staff').map((one) => one.personId))
  let since: number | null = null
  for (const item of view.items) {
    if (item.type !== 'entry') continue
    if (item.entry.kind === 'conversation.resolved') since = null
    if (!item.entry.kind.startsWith('message.') || item.recalled) continue
    const { authorId, audience, at } = item.entry
    const forCustomer = maySee(audience, 'customer')
    if (authorId !== null && staff.has(authorId)) since = forCustomer ? null : since
    else since ??= at
  }
  if (since === null) return null
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  return { since, seconds, level: seconds >= redAfter ? 'red' : seconds >= amberAfter ? 'amber' : 'calm' }
}

/** Entries by somebody who isn't staff: the customer, or the guest she was. What the system writes is nobody's. */
function hers(view: ConversationView): Entry[] {
  const staff = new Set(view.participants.filter((one) => one.class === 'staff').map((one) => one.personId))
  return view.items.flatMap((item) =>
    item.type === 'entry' && item.entry.authorId !== null && !staff.has(item.entry.authorId) ? [item.entry] : [],
  )
}

/** Whether it can be put away: it is open, or its customer did something since it was put away last. */
export function mayPutAway(view: ConversationView): boolean {
  if (view.mark?.state !== 'resolved') return view.mark !== null
  const away = view.items.findLast((item) => item.type === 'entry' && item.entry.kind === 'conversation.resolved')
  const awayAt = away?.type === 'entry' ? away.entry.seq : 0
  return hers(view).some((entry) => entry.seq > awayAt)
}

/** Whether somebody has to look after it: not so an order that staff wrote down for a customer who never said a word here. */
export function asksForSomebody(view: ConversationView): boolean {
  if (view.hasOlder || hers(view).some(({ kind }) => kind.startsWith('message.'))) return true
  const orders = view.items.flatMap((item) => (item.type === 'entry' && item.entry.kind === 'order.placed' ? [item.entry.content] : []))
  return orders.length === 0 || orders.some((content) => content !== null && 'by' in content && content.by === 'online')
}

export type InboxTab = 'mine' | 'unassigned' | 'all'

/** A talk that was put away is open again as long as something in it is unread or its customer waits. */
export function isOpen(view: ConversationView): boolean {
  return view.mark?.state !== 'resolved' || view.unread > 0 || waitOf(view, view.lastAt) !== null
}

/** Which talks a tab of the inbox shows, open ones only but for `all`. */
export function talksOf(tab: InboxTab, views: readonly ConversationView[], personId: string): ConversationView[] {
  return views.filter((view) => {
    if (tab === 'all') return true
    if (!isOpen(view)) return false
    return tab === 'mine' ? view.mark?.assigneeId === personId : !view.mark?.assigneeId && asksForSomebody(view)
  })
}

/** The next talk with something unread after the open one, around the end; null when all is read. */
export function nextUnread(views: readonly ConversationView[], openId: string | null): string | null {
  const at = views.findIndex((view) => view.conversationId === openId)
  const round = [...views.slice(at + 1), ...views.slice(0, Math.max(0, at))]
  return round.find((view) => view.unread > 0)?.conversationId ?? null
}

/** `1:40`, `12:05`, `2:10:00`. */
export function countUp(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(seconds / 3600)
  const m = Math.floor(seconds / 60) % 60
  return h > 0 ? `${h}:${two(m)}:${two(seconds % 60)}` : `${m}:${two(seconds % 60)}`
}
