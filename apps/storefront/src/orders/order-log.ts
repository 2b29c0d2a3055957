import type { TimelineItem } from '@bobber/client/client'
import type { Entry, EntryContents, EntryKind, FeeSheet, OrderLineFact } from '@bobber/protocol'

/** What the log tells about one order: enough for its cards to know whether they still ask for something. */
export interface OrderLog {
  readonly orderId: string
  readonly number: string
  readonly lines: readonly OrderLineFact[]
  /** offers by version, oldest first */
  readonly sheets: readonly FeeSheet[]
  readonly settlements: readonly FeeSheet[]
  /** versions of offers that were confirmed */
  readonly confirmed: ReadonlySet<number>
  readonly settled: ReadonlySet<number>
  /** payments whose money arrived */
  readonly captured: ReadonlySet<string>
  /** epoch ms of the last check-in that still stands; null: goods are out, or never were */
  readonly returnedAt: number | null
  /** order lines that the log has said are late */
  readonly overdue: ReadonlySet<string>
  readonly ended: boolean
  /** epoch ms of the newest of these facts */
  readonly toldAt: number
}

const nothing: Omit<OrderLog, 'orderId'> = {
  number: '',
  lines: [],
  sheets: [],
  settlements: [],
  confirmed: new Set(),
  settled: new Set(),
  captured: new Set(),
  returnedAt: null,
  overdue: new Set(),
  ended: false,
  toldAt: 0,
}

/** Narrows an entry by its kind; null when it is another kind or its words are gone. */
export function contentOf<K extends EntryKind>(entry: Entry, kind: K): EntryContents[K] | null {
  return entry.kind === kind ? (entry.content as EntryContents[K] | null) : null
}

/** Folds the facts of a conversation, order by order, in the order of the log (C7). */
export function orderLogs(items: readonly TimelineItem[]): Map<string, OrderLog> {
  const logs = new Map<string, OrderLog>()
  for (const item of items) {
    if (item.type !== 'entry') continue
    const { content } = item.entry
    if (!content || !('orderId' in content) || typeof content.orderId !== 'string') continue
    const { orderId } = content
    const before = logs.get(orderId) ?? { orderId, ...nothing }
    logs.set(orderId, { ...before, ...toldBy(item.entry, before), toldAt: item.entry.at })
  }
  return logs
}

function toldBy(entry: Entry, before: OrderLog): Partial<OrderLog> {
  const placed = contentOf(entry, 'order.placed')
  if (placed) return { number: placed.number, lines: placed.lines }
  const issued = contentOf(entry, 'feeSheet.issued')
  if (issued) return { sheets: [...before.sheets, issued.sheet] }
  const confirmed = contentOf(entry, 'feeSheet.confirmed')
  if (confirmed) return { confirmed: new Set([...before.confirmed, confirmed.version]) }
  const captured = contentOf(entry, 'payment.captured')
  if (captured) return { captured: new Set([...before.captured, captured.paymentId]) }
  const overdue = contentOf(entry, 'rental.overdue')
  if (overdue) return { overdue: new Set([...before.overdue, ...overdue.lines.map(({ orderLineId }) => orderLineId)]) }
  const returned = contentOf(entry, 'rental.checkedIn')
  if (returned) return { returnedAt: returned.returnedAt }
  if (entry.kind === 'rental.checkInUndone') return { returnedAt: null }
  const proposed = contentOf(entry, 'settlement.proposed')
  if (proposed) return { settlements: [...before.settlements, proposed.sheet] }
  const settled = contentOf(entry, 'settlement.confirmed')
  if (settled) return { settled: new Set([...before.settled, settled.version]) }
  if (entry.kind === 'order.cancelled' || entry.kind === 'order.closed' || entry.kind === 'hold.expired') return { ended: true }
  return {}
}

/** What each order line is called, for the lines of a fee sheet. */
export function lineNames(lines: readonly { orderLineId: string; name: string }[]): ReadonlyMap<string, string> {
  // With one line every fee is about it; its name would only repeat itself.
  return lines.length < 2 ? new Map() : new Map(lines.map(({ orderLineId, name }) => [orderLineId, name]))
}

export interface LineChange {
  readonly what: 'added' | 'removed' | 'changed'
  readonly line: FeeSheet['lines'][number]
  readonly before: number | null
}

/** What a newer version of a fee sheet changes: lines are the same when order line, kind and reason's kind are. */
export function sheetChanges(older: FeeSheet, newer: FeeSheet): LineChange[] {
  const key = (line: FeeSheet['lines'][number], nth: number): string => `${line.orderLineId} ${line.kind} ${line.reason.key} ${nth}`
  const keyed = (sheet: FeeSheet): Map<string, FeeSheet['lines'][number]> => {
    const seen = new Map<string, number>()
    return new Map(
      sheet.lines.map((line) => {
        const base = key(line, 0)
        const nth = seen.get(base) ?? 0
        seen.set(base, nth + 1)
        return [key(line, nth), line]
      }),
    )
  }
  const was = keyed(older)
  const is = keyed(newer)
  const changes: LineChange[] = []
  for (const [name, line] of is) {
    const before = was.get(name)
    if (!before) changes.push({ what: 'added', line, before: null })
    else if (before.amount !== line.amount) changes.push({ what: 'changed', line, before: before.amount })
  }
  for (const [name, line] of was) if (!is.has(name)) changes.push({ what: 'removed', line, before: line.amount })
  return changes
}
