import type { Entry } from '@bobber/protocol'
import type { Client, ConversationView } from '@bobber/client'

/** What a device has shown since it was bought, over all the lives of its app. */
export interface Shown {
  /** the furthest cursor the log told, by which, conversation and person */
  cursors: Map<string, number>
}

/** What all devices together were ever shown: hash by conversation and seq. */
export type Seen = Map<string, string>

interface Parts {
  client: Pick<Client, 'connection' | 'conversations' | 'onEntry' | 'subscribe'>
  /** of all devices */
  seen: Seen
  /** of this device, over its lives */
  shown: Shown
  say: (rule: 'I3' | 'I4', what: string) => void
  /** false after a restore: cursors and entries may then lie anew */
  checking: () => boolean
}

/**
 * Looks on while an app lives: entries arrive in order, nobody is ever shown another entry at the same place (I3), and no cursor that
 * anybody was shown goes back (I4), also not over a restart of the app once it has caught up again.
 */
export function watch(parts: Parts): void {
  const watcher = new Watcher(parts)
  parts.client.onEntry((entry) => watcher.entry(entry))
  parts.client.subscribe(() => watcher.views())
}

class Watcher {
  #parts: Parts
  #arrived = new Map<string, number>()
  /** the furthest cursors of this life: they hold also before it has caught up */
  #cursors = new Map<string, number>()
  #taking = new Set<string>()
  /** views of this life: 1 when it had caught up by then */
  #lookedAt = new WeakMap<ConversationView, number>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  entry(entry: Entry): void {
    const { seen, say, checking } = this.#parts
    if (!checking()) return
    const before = this.#arrived.get(entry.conversationId) ?? 0
    if (entry.seq <= before) say('I3', `${entry.conversationId}/${entry.seq} arrived after ${before}`)
    this.#arrived.set(entry.conversationId, entry.seq)
    const place = `${entry.conversationId}/${entry.seq}`
    const hash = seen.get(place) ?? entry.hash
    if (hash !== entry.hash) say('I3', `${place} is ${entry.hash.slice(0, 8)} here, ${hash.slice(0, 8)} was shown before`)
    seen.set(place, hash)
  }

  views(): void {
    const { client, shown, checking } = this.#parts
    const taking = new Set<string>()
    const caughtUp = client.connection() === 'live'
    for (const view of client.conversations()) {
      if (view.mark !== null) taking.add(view.conversationId)
      if (!checking() || this.#isLookedAt(view, caughtUp)) continue
      if (view.mine !== null) this.#check(this.#cursors, `mine/${view.conversationId}`, view.mine.readSeq)
      this.#checkAll(this.#cursors, view)
      if (caughtUp) this.#checkAll(shown.cursors, view)
    }
    // Whoever leaves and comes back sees the conversation anew.
    for (const id of this.#taking) if (!taking.has(id)) this.#forget(id)
    this.#taking = taking
  }

  /** A view is the same object until something in it changes (SDK15): most of them have been looked at. */
  #isLookedAt(view: ConversationView, caughtUp: boolean): boolean {
    const before = this.#lookedAt.get(view) ?? -1
    this.#lookedAt.set(view, Math.max(before, Number(caughtUp)))
    return before >= Number(caughtUp)
  }

  #checkAll(cursors: Map<string, number>, { conversationId, participants }: ConversationView): void {
    for (const { personId, readSeq, receivedSeq } of participants) {
      this.#check(cursors, `read/${conversationId}/${personId}`, readSeq)
      this.#check(cursors, `received/${conversationId}/${personId}`, receivedSeq)
    }
  }

  #check(cursors: Map<string, number>, key: string, seq: number): void {
    const before = cursors.get(key) ?? 0
    if (seq < before) this.#parts.say('I4', `${key} went from ${before} back to ${seq}`)
    else if (seq > before) cursors.set(key, seq)
  }

  #forget(conversationId: string): void {
    this.#arrived.delete(conversationId)
    for (const cursors of [this.#cursors, this.#parts.shown.cursors])
      for (const key of cursors.keys()) if (key.includes(conversationId)) cursors.delete(key)
  }
}
