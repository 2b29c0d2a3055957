import { kindRules } from '@bobber/protocol'
import type { ConversationView } from '../client.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Cursors } from '../sync/cursors.ts'
import { lastSeqOf, topHole } from '../sync/held.ts'
import type { Log } from '../sync/log.ts'
import { unreadOf } from '../sync/marks.ts'
import type { Session } from '../sync/session.ts'
import type { Typing } from './typing.ts'
import { isUnsent, timelineOf } from './timeline.ts'

export interface ViewParts {
  log: Log
  outbox: Outbox
  cursors: Cursors
  session: Session
  typing: Typing
}

/** What screens look at. A view is built when somebody asks for it and stays the same object until its conversation changes. */
export class Views {
  #parts: ViewParts
  #built = new Map<string, ConversationView>()
  #list: ConversationView[] | undefined

  constructor(parts: ViewParts) {
    this.#parts = parts
  }

  /** null: everything may have changed */
  changed(conversationId: string | null): void {
    this.#list = undefined
    if (conversationId === null) this.#built.clear()
    else this.#built.delete(conversationId)
  }

  all(): ConversationView[] {
    this.#list ??= [...new Set([...this.#parts.log.conversations.keys(), ...this.#parts.outbox.conversations()])]
      .flatMap((conversationId) => this.one(conversationId) ?? [])
      .toSorted((a, b) => b.lastAt - a.lastAt)
    return this.#list
  }

  one(conversationId: string): ConversationView | undefined {
    const built = this.#built.get(conversationId) ?? this.#build(conversationId)
    if (built !== undefined) this.#built.set(conversationId, built)
    return built
  }

  #build(conversationId: string): ConversationView | undefined {
    const { log, outbox, cursors, session, typing } = this.#parts
    const held = log.conversations.get(conversationId)
    const unsent = outbox.of(conversationId).filter((message) => isUnsent(held, message))
    if (held === undefined && !unsent.some((message) => message.ack === null)) return undefined
    const personId = session.me?.personId ?? null
    const last = held?.entries.at(-1)
    // What only the books write, as a day's rent at midnight, moves no conversation to the top.
    const moved = held?.entries.findLast(({ kind }) => kindRules[kind].countable)
    const mark = personId === null ? undefined : held?.participants.get(personId)
    const reading = cursors.reading(conversationId)
    return {
      conversationId,
      mark: held?.mark ?? null,
      mine:
        mark === undefined || mark.removed
          ? null
          : reading === undefined
            ? mark
            : { ...mark, readSeq: Math.max(mark.readSeq, reading.seq) },
      participants: [...(held?.participants.values() ?? [])].filter((one) => !one.removed),
      items: timelineOf(held, personId, unsent, (message) => ({ type: 'unsent', unsent: outbox.view(message) })),
      lastSeq: held === undefined ? 0 : lastSeqOf(held),
      unread: held === undefined ? 0 : unreadOf(held, personId, reading),
      headHash: last?.hash ?? held?.head?.lastHash ?? '',
      hasOlder: held !== undefined && topHole(held) !== null,
      typing: typing.in(conversationId),
      lastAt: Math.max(moved?.at ?? held?.mark?.openedAt ?? 0, ...unsent.map((message) => message.writtenAt + session.offset)),
    }
  }
}
