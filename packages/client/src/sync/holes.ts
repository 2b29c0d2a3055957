import type { Entry, UpFrame } from '@bobber/protocol'
import { type Hole, innerHole, topHole } from './held.ts'
import type { Log } from './log.ts'

/** How many seqs one question spans: older talk by the screenful, a hole by the most a server gives. */
const screenful = 50
const most = 200

interface Question {
  ref: number
  hole: Hole
  done: (() => void)[]
}

/** Fetches what lies in holes: inner ones by itself, the one at the top when somebody scrolls up. One question per conversation. */
export class Holes {
  #log: Log
  #send: (frame: UpFrame) => boolean
  #newRef: () => number
  #asked = new Map<string, Question>()
  /** holes that an answer didn't make smaller: not asked again before the next connection */
  #stuck = new Set<string>()

  constructor(log: Log, send: (frame: UpFrame) => boolean, newRef: () => number) {
    this.#log = log
    this.#send = send
    this.#newRef = newRef
  }

  /** Asks for the newest inner hole of a conversation, if there is one. */
  follow(conversationId: string): void {
    const held = this.#log.conversations.get(conversationId)
    const hole = held === undefined ? null : innerHole(held)
    if (hole === null || this.#asked.has(conversationId) || this.#stuck.has(nameOf(conversationId, hole))) return
    this.#ask(conversationId, { fromSeq: Math.max(hole.fromSeq, hole.toSeq - most + 1), toSeq: hole.toSeq }, [])
  }

  /** Resolves once the older entries are in, or can't be had now. */
  older(conversationId: string): Promise<void> {
    const held = this.#log.conversations.get(conversationId)
    const hole = held === undefined ? null : topHole(held)
    if (hole === null) return Promise.resolve()
    return new Promise((done) => {
      const running = this.#asked.get(conversationId)
      if (running !== undefined) running.done.push(done)
      else if (!this.#ask(conversationId, { fromSeq: Math.max(1, hole.toSeq - screenful + 1), toSeq: hole.toSeq }, [done])) done()
    })
  }

  /** The entries of an answer belong in the log only while its question stands. */
  answered(conversationId: string, ref: number, entries: readonly Entry[]): boolean {
    const question = this.#asked.get(conversationId)
    if (question?.ref !== ref) return false
    // The range's upper end is visible by construction: without it the same question would be asked for ever.
    if (!entries.some((entry) => entry.seq === question.hole.toSeq)) this.#stuck.add(nameOf(conversationId, question.hole))
    return true
  }

  finish(conversationId: string): void {
    const question = this.#asked.get(conversationId)
    this.#asked.delete(conversationId)
    for (const done of question?.done ?? []) done()
    this.follow(conversationId)
  }

  /** True when the refused frame was a question of ours. */
  refused(of: string): boolean {
    for (const [conversationId, question] of this.#asked) {
      if (String(question.ref) !== of) continue
      this.#stuck.add(nameOf(conversationId, question.hole))
      this.finish(conversationId)
      return true
    }
    return false
  }

  live(): void {
    this.#stuck.clear()
    for (const conversationId of this.#log.conversations.keys()) this.follow(conversationId)
  }

  down(): void {
    const open = [...this.#asked.values()]
    this.#asked.clear()
    for (const question of open) for (const done of question.done) done()
  }

  /** Questions may have got lost on the way: asks them anew. */
  again(): void {
    this.down()
    this.live()
  }

  #ask(conversationId: string, hole: Hole, done: (() => void)[]): boolean {
    const ref = this.#newRef()
    if (!this.#send({ t: 'history', ref, conversationId, fromSeq: hole.fromSeq, toSeq: hole.toSeq })) return false
    this.#asked.set(conversationId, { ref, hole, done })
    return true
  }
}

/** By its upper end: that is what an answer must bring. */
const nameOf = (conversationId: string, hole: Hole) => `${conversationId}/${hole.toSeq}`
