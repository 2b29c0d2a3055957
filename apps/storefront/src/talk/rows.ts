import type { TimelineItem } from '@bobber/client/client'
import { dayAt } from '../words.ts'

export type Row =
  | { readonly type: 'day'; readonly key: string; readonly at: number }
  | {
      readonly type: 'item'
      readonly key: string
      readonly item: TimelineItem
      /** the same person just before, within minutes */ readonly follows: boolean
    }

const together = 3 * 60_000
/** More than that is not kept in the page: old phones draw long pages slowly. */
export const rowLimit = 200

/** Facts that say something to a customer; the rest of the log is not drawn. */
const silent = new Set([
  'claim.held',
  'claim.released',
  'claim.endangered',
  'order.customerKnown',
  'rent.earned',
  'entry.recalled',
  'conversation.assigned',
  'conversation.resolved',
])

/** The newest `limit` items with a line before each new day of the shop, and who goes on speaking (C6). */
export function rowsOf(items: readonly TimelineItem[], zone: string, limit = rowLimit): Row[] {
  const rows: Row[] = []
  const shown = items.filter((item) => item.type !== 'entry' || !silent.has(item.entry.kind)).slice(-limit)
  let day: number | null = null
  let before: { authorId: string | null; at: number } | null = null
  for (const item of shown) {
    if (item.type === 'hole') {
      rows.push({ type: 'item', key: `hole${item.fromSeq}`, item, follows: false })
      before = null
      continue
    }
    const at = item.type === 'entry' ? item.entry.at : item.unsent.writtenAt
    // An unsent message's time is the device's, which may be wrong by days: it gets no day of its own.
    if (item.type === 'entry' && dayAt(at, zone) !== day) {
      day = dayAt(at, zone)
      rows.push({ type: 'day', key: `day${day}`, at })
      before = null
    }
    const authorId = item.type === 'entry' ? item.entry.authorId : 'me'
    const speaks = item.type === 'unsent' || item.entry.kind.startsWith('message.')
    rows.push({
      type: 'item',
      key: item.type === 'entry' ? (item.entry.clientId ?? item.entry.entryId) : item.unsent.clientId,
      item,
      follows: speaks && before !== null && before.authorId === authorId && Math.abs(at - before.at) < together,
    })
    before = speaks ? { authorId, at } : null
  }
  return rows
}
