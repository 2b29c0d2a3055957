import { type Class, type Entry, maySee } from '@bobber/protocol'
import type { Client, ConversationView } from '@bobber/client'

/** What a device has shown, over the lives of its app. */
export class Shown {
  /** hash by place */
  readonly entries = new Map<string, string>()
  /** the furthest cursor by which, conversation and person, once the app had caught up */
  readonly cursors = new Map<string, number>()
}

/**
 * Looks on while a client lives: entries come in order and stay what they were, no cursor that anybody showed goes back, also not over a
 * restart of the app, and nothing comes that is not for this class (I3, I4, L8). What it says begins with the rule.
 */
export function watch(client: Client, seer: Class, shown: Shown, say: (what: string) => void): void {
  const last = new Map<string, number>()
  client.onEntry((entry) => {
    const before = last.get(entry.conversationId) ?? 0
    if (entry.seq <= before) say(`I3 ${entry.conversationId}/${entry.seq} came after ${before}`)
    last.set(entry.conversationId, entry.seq)
    if (!maySee(entry.audience, seer)) say(`L8 ${entry.conversationId}/${entry.seq} is not for a ${seer}`)
    checkPlace(entry, shown, say)
  })
  const cursors = new Map<string, number>()
  client.subscribe(() => {
    for (const view of client.conversations()) {
      const newest = view.items.findLast((item) => item.type === 'entry')
      if (newest?.type === 'entry') checkPlace(newest.entry, shown, say)
      checkCursors(view, cursors, say)
      if (client.connection() === 'live') checkCursors(view, shown.cursors, say)
    }
  })
}

/** Whatever stood once at a place stands there for ever. */
function checkPlace({ conversationId, seq, hash }: Entry, { entries }: Shown, say: (what: string) => void): void {
  const place = `${conversationId}/${seq}`
  const before = entries.get(place) ?? hash
  if (before !== hash) say(`I3 another entry stands at ${place} than before`)
  entries.set(place, hash)
}

function checkCursors({ conversationId, participants }: ConversationView, cursors: Map<string, number>, say: (what: string) => void): void {
  for (const { personId, readSeq, receivedSeq } of participants) {
    for (const [which, seq] of [
      ['read', readSeq],
      ['received', receivedSeq],
    ] as const) {
      const key = `${which}/${conversationId}/${personId}`
      const before = cursors.get(key) ?? 0
      if (seq < before) say(`I4 the ${which} cursor of ${personId} in ${conversationId} went from ${before} to ${seq}`)
      cursors.set(key, seq)
    }
  }
}
