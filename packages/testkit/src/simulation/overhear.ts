import { bit, type Class, type DownFrame, type Entry, type Head, maySee, type ParticipantMark } from '@bobber/protocol'
import type { MemoryLog } from '../memory-log.ts'
import type { ConversationRow, EntryRow } from '../memory-shop.ts'
import type { SimulatedPerson } from './people.ts'

type Listener = Pick<SimulatedPerson, 'personId' | 'class' | 'desk'>

/**
 * What one connection tells somebody that he must not learn (L8): what is of no conversation of his, what is for other classes, what was
 * written after he left, any number or cursor that counts what is hidden from him, and that something hidden happened at all. Judged as
 * each frame is sent, by the log's rows.
 */
export class Ear {
  #to: Listener
  #log: MemoryLog
  #people: readonly Listener[]
  /** marks as they were told last, by conversation and person */
  #told = new Map<string, string>()
  /** the last frame was a part of a resume, and the next one goes on with it */
  #more = false

  constructor(to: Listener, log: MemoryLog, people: readonly Listener[]) {
    this.#to = to
    this.#log = log
    this.#people = people
  }

  hear(frame: DownFrame): string[] {
    const [to, log] = [this.#to, this.#log]
    const found: string[] = []
    const hear = (what: string) => found.push(what)
    if (frame.t === 'changes' || frame.t === 'snapshot') {
      for (const entry of frame.entries) overhearEntry(entry, to, log, hear)
      for (const mark of frame.marks) overhearMark(mark, to, log, hear)
      for (const { conversationId } of frame.conversations) if (!mayKnow(conversationId, to, log)) hear(`that ${conversationId} exists`)
      if (!this.#isNews(frame)) hear('a frame with no news: something hidden happened')
    }
    if (frame.t === 'snapshot') for (const head of frame.heads) overhearHead(head, to, log, hear)
    if (frame.t === 'history') for (const entry of frame.entries) overhearEntry(entry, to, log, hear)
    if (frame.t === 'typing' && !mayKnow(frame.conversationId, to, log)) hear(`who types in ${frame.conversationId}`)
    if (frame.t === 'presence') {
      const person = this.#people.find((one) => one.personId === frame.personId)
      if (person === undefined || !mayMeet(person, to, log)) hear(`that ${frame.personId} is ${frame.state}`)
    }
    return found
  }

  /**
   * Whether it tells more than marks of the shop's own people that were told before: those alone move for what is hidden. A frame without
   * anything ends a resume, whose parts may tell a mark again.
   */
  #isNews(frame: Extract<DownFrame, { marks: unknown }>): boolean {
    const goesOn = this.#more
    this.#more = 'more' in frame
    const told = (mark: ParticipantMark) => mark.class === 'staff' && this.#told.get(keyOf(mark)) === JSON.stringify(mark)
    const empty = frame.entries.length + frame.conversations.length === 0 && !('left' in frame)
    const isOld = this.#to.class !== 'staff' && empty && frame.marks.length > 0 && frame.marks.every(told)
    for (const mark of frame.marks) this.#told.set(keyOf(mark), JSON.stringify(mark))
    return goesOn || !isOld
  }
}

const keyOf = ({ conversationId, personId }: ParticipantMark) => `${conversationId}/${personId}`

type Hear = (what: string) => void

function overhearEntry(entry: Entry, to: Listener, log: MemoryLog, hear: Hear): void {
  const conversation = known(entry.conversationId, to, log, hear)
  const row = conversation?.entries[entry.seq - 1]
  if (conversation === undefined || row === undefined) return
  const name = `${entry.conversationId}/${entry.seq}`
  if (!maySee(row.audience, to.class)) hear(`${name}, which is not for ${to.class}s`)
  const me = conversation.people.get(to.personId)
  if (me?.removed === true && !(to.desk && conversation.desk) && row.position > me.position) hear(`${name}, written after he left`)
  const upTo = (one: EntryRow) => one.seq <= entry.seq
  if (entry.count > countIn(conversation, to.class, upTo)) hear(`${entry.count} entries up to ${name}`)
  const own = countIn(conversation, to.class, (one) => upTo(one) && one.authorId === row.authorId)
  if (row.authorId !== to.personId && entry.own > own) hear(`${entry.own} entries of the author up to ${name}`)
}

function overhearMark(mark: ParticipantMark, to: Listener, log: MemoryLog, hear: Hear): void {
  const conversation = known(mark.conversationId, to, log, hear)
  if (conversation === undefined || mark.personId === to.personId) return
  const name = `${mark.personId} in ${mark.conversationId}`
  const newest = conversation.entries.findLast((one) => maySee(one.audience, to.class))?.seq ?? 0
  const furthest = Math.max(mark.readSeq, mark.receivedSeq)
  if (furthest > newest) hear(`${name} at ${furthest}, beyond ${newest}`)
  const own = countIn(conversation, to.class, (one) => one.authorId === mark.personId)
  if (Math.max(mark.ownCount, mark.readOwn) > own) hear(`${name} wrote ${mark.ownCount}, not ${own}`)
  const read = countIn(conversation, to.class, (one) => one.seq <= mark.readSeq)
  if (mark.readCount > read) hear(`${name} read ${mark.readCount} entries, not ${read}`)
}

function overhearHead(head: Head, to: Listener, log: MemoryLog, hear: Hear): void {
  const conversation = known(head.conversationId, to, log, hear)
  if (conversation === undefined) return
  const row = conversation.entries[head.lastSeq - 1]
  if (row !== undefined && !maySee(row.audience, to.class)) hear(`${head.conversationId} ends at ${head.lastSeq}`)
  const count = countIn(conversation, to.class, (one) => one.seq <= head.lastSeq)
  if (head.count > count) hear(`${head.count} entries in ${head.conversationId}`)
}

/** The conversation, if the log holds it; a restore may have taken it away while its rows were on their way. */
function known(conversationId: string, to: Listener, log: MemoryLog, hear: Hear): ConversationRow | undefined {
  if (!mayKnow(conversationId, to, log)) hear(`of ${conversationId}, which is none of his`)
  return log.shop.conversations.get(conversationId)
}

function mayKnow(conversationId: string, to: Listener, log: MemoryLog): boolean {
  const conversation = log.shop.conversations.get(conversationId)
  return conversation === undefined || log.everTookPart(conversationId, to.personId) || (to.desk && conversation.desk)
}

/** Presence is told to those who share a conversation with somebody, and to the desk (S11). */
function mayMeet(person: Listener, to: Listener, log: MemoryLog): boolean {
  if (to.desk || person.personId === to.personId) return true
  return [...log.shop.conversations.keys()].some((id) => log.everTookPart(id, to.personId) && mayKnow(id, person, log))
}

function countIn(conversation: ConversationRow, of: Class, which: (entry: EntryRow) => boolean): number {
  return conversation.entries.filter((one) => one.countable && (one.audience & bit[of]) !== 0 && which(one)).length
}
