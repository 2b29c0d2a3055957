import type { Client } from '@bobber/client'

/** Looks on while a client lives: entries come in order, and no cursor anybody showed goes back (I3, I4). */
export function watch(client: Client, say: (what: string) => void): void {
  const last = new Map<string, number>()
  client.onEntry((entry) => {
    const before = last.get(entry.conversationId) ?? 0
    if (entry.seq <= before) say(`${entry.conversationId}/${entry.seq} came after ${before}`)
    last.set(entry.conversationId, entry.seq)
  })
  const furthest = new Map<string, number>()
  client.subscribe(() => {
    for (const { conversationId, participants } of client.conversations()) {
      for (const { personId, readSeq, receivedSeq } of participants) {
        for (const [which, seq] of [
          ['read', readSeq],
          ['received', receivedSeq],
        ] as const) {
          const key = `${which}/${conversationId}/${personId}`
          const before = furthest.get(key) ?? 0
          if (seq < before) say(`the ${which} cursor of ${personId} in ${conversationId} went from ${before} to ${seq}`)
          furthest.set(key, Math.max(seq, before))
        }
      }
    }
  })
}
