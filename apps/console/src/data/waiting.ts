import type { ConversationView } from '@bobber/client/client'
import { maySee } from '@bobber/protocol'

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
    return tab === 'mine' ? view.mark?.assigneeId === personId : !view.mark?.assigneeId
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
