import { type Class, classes, isDesks, kindRules } from '@bobber/protocol'
import { noHash } from '@bobber/server/log/chain'
import {
  atMost as usually,
  type AtMost,
  type Batch,
  type Cursor,
  type LogStore,
  type NewEntry,
  type StoredEntry,
  type StoredMark,
  type Viewer,
} from '@bobber/server/log/store'
import { appendOne, isUntold, newcomer } from './memory-append.ts'
import { historyOf, missedOf, pageOf, stretchOf } from './memory-read.ts'
import { type ConversationRow, copyShop, indexOf, markOf, type MemoryShop, partOf, type PersonRow } from './memory-shop.ts'
import type { LogSetting, NewConversation } from './log-setting.ts'

/**
 * A `LogStore` in memory for one shop, with the same behaviour as PostgreSQL's: one contract suite holds for both. Every call happens
 * at once; interleaving and loss are the caller's to arrange.
 */
export class MemoryLog implements LogStore, LogSetting {
  readonly shopId: string
  readonly store: LogStore = this
  #shop: MemoryShop
  #newId: () => string
  #atMost: AtMost
  /** pasts that were taken back */
  #lost: MemoryShop[] = []

  /** `atMost`: how much it answers at once; little, so that a short history is many answers long */
  constructor(shopId: string, newId: () => string, atMost: AtMost = usually) {
    this.shopId = shopId
    this.#atMost = atMost
    this.#newId = newId
    this.#shop = { position: 0, incarnations: [{ id: newId(), fromPosition: 0 }], conversations: new Map() }
  }

  get shop(): Readonly<MemoryShop> {
    return this.#shop
  }

  append(_shopId: string, entries: NewEntry[], _lookFirst: boolean) {
    const marks: StoredMark[] = []
    const results = entries.map((entry) => {
      const before = this.#authorOf(entry)
      const result = appendOne(this.#shop, entry)
      const after = this.#authorOf(entry)
      const untold = result.ok && !result.repeated && isUntold(result.entry, before)
      if (untold && after !== undefined) marks.push(markOf(this.#conversation(entry.conversationId), after))
      return result
    })
    const written = results.flatMap((result) => (result.ok && !result.repeated ? [result.entry] : []))
    return Promise.resolve({ results, batch: batchOf(written, marks) })
  }

  #authorOf({ conversationId, authorId }: NewEntry): PersonRow | undefined {
    return authorId === null ? undefined : this.#shop.conversations.get(conversationId)?.people.get(authorId)
  }

  move(_shopId: string, cursors: Cursor[]): Promise<Batch | null> {
    return Promise.resolve(
      batchOf(
        [],
        cursors.flatMap((cursor) => this.#move(cursor) ?? []),
      ),
    )
  }

  missed(viewer: Viewer, after: number) {
    return Promise.resolve(missedOf(this.#shop, viewer, after, this.#atMost))
  }

  snapshot(viewer: Viewer, page: Parameters<LogStore['snapshot']>[1]) {
    return Promise.resolve(pageOf(this.#shop, viewer, page, this.#atMost))
  }

  history(viewer: Viewer, conversationId: string, fromSeq: number, toSeq: number) {
    return Promise.resolve(historyOf(this.#shop, viewer, conversationId, [fromSeq, toSeq], this.#atMost))
  }

  stretch(_shopId: string, after: number) {
    return Promise.resolve(stretchOf(this.#shop, after))
  }

  incarnations(_shopId: string) {
    return Promise.resolve({ list: [...this.#shop.incarnations], position: this.#shop.position })
  }

  // What modules do to the log's rows, each as one commit.

  open({ conversationId, kind, customerId, people }: NewConversation): Promise<Batch> {
    const conversation: ConversationRow = {
      row: {
        position: 0,
        shown: 0,
        conversationId,
        kind,
        state: 'open',
        assigneeId: null,
        customerId,
        openedAt: 0,
      },
      desk: isDesks(kind),
      entries: [],
      lastPosition: 0,
      lastHash: noHash,
      counts: [0, 0, 0, 0],
      visible: [0, 0, 0, 0],
      people: new Map(people.map((person) => [person.personId, newcomer(person.personId, person.class, person.class)])),
    }
    this.#shop.conversations.set(conversationId, conversation)
    const before = this.#shop.position
    this.#touch(conversation, [...conversation.people.values()], true)
    return this.stretch(this.shopId, before)
  }

  join(conversationId: string, personId: string, as: Class): Promise<Batch> {
    const before = this.#shop.position
    const conversation = this.#conversation(conversationId)
    const known = conversation.people.get(personId) ?? newcomer(personId, as, as)
    const index = indexOf(as)
    // Riders and suppliers see what comes from now on (L8). A joiner starts at the head (L9).
    const fromSeq = as === 'rider' || as === 'supplier' ? conversation.entries.length + 1 : 1
    const person: PersonRow = { ...known, class: as, fromSeq, removed: false, joinedPosition: 0 }
    const lastSeq = conversation.visible[index] ?? 0
    Object.assign(person, {
      receivedSeq: Math.max(known.receivedSeq, lastSeq),
      readSeq: Math.max(known.readSeq, lastSeq),
      readCount: conversation.counts[index] ?? 0,
      readOwn: known.ownCount,
    })
    conversation.people.set(personId, person)
    this.#touch(conversation, [person], false)
    return this.stretch(this.shopId, before)
  }

  leave(conversationId: string, personId: string): Promise<Batch> {
    const before = this.#shop.position
    const conversation = this.#conversation(conversationId)
    const person = conversation.people.get(personId)
    if (person === undefined) return this.stretch(this.shopId, before)
    person.removed = true
    this.#touch(conversation, [person], false)
    return this.stretch(this.shopId, before)
  }

  resolve(conversationId: string): Promise<Batch> {
    const before = this.#shop.position
    const conversation = this.#conversation(conversationId)
    const position = ++this.#shop.position
    Object.assign(conversation.row, { state: 'resolved', position })
    conversation.lastPosition = position
    return this.stretch(this.shopId, before)
  }

  async fact(fact: Parameters<LogSetting['fact']>[0]): Promise<Batch> {
    const before = this.#shop.position
    appendOne(this.#shop, {
      entryId: this.#newId(),
      conversationId: fact.conversationId,
      authorId: fact.authorId,
      clientId: null,
      kind: fact.kind,
      audience: fact.audience ?? kindRules[fact.kind].audience,
      countable: kindRules[fact.kind].countable,
      at: fact.at,
      content: JSON.stringify(fact.content),
    })
    return this.stretch(this.shopId, before)
  }

  /** Takes a message's words away: its content goes, and a fact says so (L6, L12). */
  async recall(conversationId: string, seq: number, byId: string, at: number): Promise<Batch> {
    const entry = this.#conversation(conversationId).entries[seq - 1]
    if (entry === undefined) return this.stretch(this.shopId, this.#shop.position)
    entry.content = null
    const { entryId, audience } = entry
    return this.fact({ conversationId, kind: 'entry.recalled', authorId: byId, audience, content: { seq, entryId, byId }, at })
  }

  /** Everything as it is now, to go back to. */
  backUp(): MemoryShop {
    return copyShop(this.#shop)
  }

  /** Whether somebody takes or ever took part, also in a past that a restore took back: its frames may still be on their way. */
  everTookPart(conversationId: string, personId: string): boolean {
    return [this.#shop, ...this.#lost].some((shop) => shop.conversations.get(conversationId)?.people.has(personId))
  }

  /** Back to an older state: what was committed since is lost, and a new incarnation begins where the old log ends. */
  restore(backUp: MemoryShop): void {
    this.#lost.push(this.#shop)
    this.#shop = copyShop(backUp)
    this.#shop.incarnations.push({ id: this.#newId(), fromPosition: this.#shop.position })
  }

  /** For deliberate bugs: what was committed since is gone, and nothing says so. */
  rollBack(backUp: MemoryShop): void {
    this.#shop = copyShop(backUp)
  }

  /** For deliberate bugs: a cursor falls to `readSeq`, as if the last writer won. */
  forgetCursor(conversationId: string, personId: string, readSeq: number): void {
    const person = this.#shop.conversations.get(conversationId)?.people.get(personId)
    if (person === undefined || readSeq >= person.readSeq || readSeq === 0) return
    Object.assign(person, { readSeq: readSeq - 1, receivedSeq: Math.min(person.receivedSeq, readSeq) })
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #conversation(conversationId: string): ConversationRow {
    const conversation = this.#shop.conversations.get(conversationId)
    if (conversation === undefined) throw new Error(`no conversation ${conversationId}`)
    return conversation
  }

  /** Rows changed by one transaction share the position after its entries. */
  #touch(conversation: ConversationRow, people: PersonRow[], itself: boolean): void {
    const position = ++this.#shop.position
    for (const person of people) {
      person.position = position
      // Of a newcomer everybody hears, of the others those who know them.
      const isNew = person.joinedPosition === 0
      person.shown = person.shown.map((shown, index) => (isNew || shown >= 0 || classes[index] === 'staff' ? position : -1))
      if (isNew) person.joinedPosition = position
    }
    if (itself) Object.assign(conversation.row, { position, shown: position })
    conversation.lastPosition = position
  }

  #move(cursor: Cursor): StoredMark | undefined {
    const conversation = this.#shop.conversations.get(cursor.conversationId)
    if (conversation === undefined) return undefined
    const part = partOf(conversation, cursor.personId)
    if (part === undefined && !(cursor.desk && conversation.desk)) return undefined
    const person = conversation.people.get(cursor.personId) ?? newcomer(cursor.personId, cursor.class)
    const index = indexOf(person.class)
    const lastSeq = conversation.visible[index] ?? 0
    const readSeq = Math.min(cursor.readSeq, lastSeq)
    const receivedSeq = Math.min(Math.max(cursor.receivedSeq, cursor.readSeq), lastSeq)
    if (readSeq <= person.readSeq && receivedSeq <= person.receivedSeq) return undefined
    const position = ++this.#shop.position
    const reads = readSeq > person.readSeq
    const later = conversation.entries.filter((entry) => entry.seq > readSeq && entry.authorId === cursor.personId && entry.countable)
    const shows = classes.map((seer, nth) => {
      const seen = (seq: number) => Math.min(seq, conversation.visible[nth] ?? 0)
      const isFurther = seen(readSeq) > seen(person.readSeq) || seen(receivedSeq) > seen(person.receivedSeq)
      return seer === 'staff' || seer === person.class || isFurther
    })
    const moved: PersonRow = {
      ...person,
      shown: person.shown.map((shown, nth) => (shows[nth] === true ? position : shown)),
      receivedSeq: Math.max(person.receivedSeq, receivedSeq),
      ...(reads && {
        readSeq,
        readCount: conversation.entries[readSeq - 1]?.counts[index] ?? 0,
        readOwn: person.ownCount - later.length,
      }),
      position,
      joinedPosition: person.joinedPosition === 0 ? position : person.joinedPosition,
    }
    conversation.people.set(cursor.personId, moved)
    conversation.lastPosition = position
    return markOf(conversation, moved)
  }
}

function batchOf(entries: StoredEntry[], marks: StoredMark[]): Batch | null {
  const rows = [...entries, ...marks].toSorted((a, b) => a.position - b.position)
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return null
  return { from: first.position, to: last.position, entries, marks, conversations: [] }
}
