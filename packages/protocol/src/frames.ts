import { type Static, Type } from 'typebox'
import type { ConversationMark, Entry, Head, ParticipantMark } from './entries.ts'
import type { WordedRefusal } from './refusals.ts'

/** Frames a client sends; each is a JSON text of at most 64 KiB (spec/sync.md S12). */
const id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const seq = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })
const exact = { additionalProperties: false }

export const HelloFrame = Type.Object(
  {
    t: Type.Literal('hello'),
    version: Type.Integer(),
    surface: Type.Union([Type.Literal('storefront'), Type.Literal('console')]),
    /** absent in browsers: there the session is the cookie of the upgrade request */
    token: Type.Optional(Type.String({ maxLength: 200 })),
    device: id,
    locale: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
    /** where this device's log ends; absent on a first start */
    resume: Type.Optional(Type.String({ maxLength: 400 })),
  },
  exact,
)
export const ResumeFrame = Type.Object({ t: Type.Literal('resume'), resume: Type.String({ maxLength: 400 }) }, exact)
export const SnapshotFrame = Type.Object(
  { t: Type.Literal('snapshot'), ref: seq, page: Type.Optional(Type.String({ maxLength: 400 })) },
  exact,
)
export const SendFrame = Type.Object(
  {
    t: Type.Literal('send'),
    conversationId: id,
    clientId: id,
    kind: Type.Union([Type.Literal('message.text'), Type.Literal('message.card'), Type.Literal('message.image')]),
    content: Type.Record(Type.String(), Type.Unknown()),
    /** staff only: a note that stays inside the shop */
    privately: Type.Optional(Type.Boolean()),
    readSeq: Type.Optional(seq),
    /** 1 on the first try; a higher one is looked up before it is written (L4) */
    attempt: Type.Integer({ minimum: 1 }),
  },
  exact,
)
export const CursorFrame = Type.Object(
  { t: Type.Literal('cursor'), conversationId: id, receivedSeq: Type.Optional(seq), readSeq: Type.Optional(seq) },
  exact,
)
export const HistoryFrame = Type.Object({ t: Type.Literal('history'), ref: seq, conversationId: id, fromSeq: seq, toSeq: seq }, exact)
export const TypingFrame = Type.Object({ t: Type.Literal('typing'), conversationId: id }, exact)
export const PresenceFrame = Type.Object(
  { t: Type.Literal('presence'), state: Type.Union([Type.Literal('online'), Type.Literal('away')]) },
  exact,
)
export const PingFrame = Type.Object({ t: Type.Literal('ping') }, exact)

export const upFrames = {
  hello: HelloFrame,
  resume: ResumeFrame,
  snapshot: SnapshotFrame,
  send: SendFrame,
  cursor: CursorFrame,
  history: HistoryFrame,
  typing: TypingFrame,
  presence: PresenceFrame,
  ping: PingFrame,
} as const
export type UpFrames = { [K in keyof typeof upFrames]: Static<(typeof upFrames)[K]> }
export type UpFrame = UpFrames[keyof UpFrames]

export interface Welcome {
  t: 'welcome'
  personId: string
  class: 'customer' | 'staff' | 'rider' | 'supplier'
  name: string
  /** guests who turned out to be this person, newest first: what a device had not sent for one of them is his (SDK17) */
  guests?: readonly string[]
  /** the shop's clock, epoch ms (a practice shop's may differ from the world's) */
  now: number
  limits: { frameBytes: number; pingAfterMs: number; pongWithinMs: number }
}

/** A piece of the shop's log as this viewer may see it: live, resumed or healed, always the same shape. */
export interface Changes {
  t: 'changes'
  entries: Entry[]
  marks: ParticipantMark[]
  conversations: ConversationMark[]
  /** where the log ends once this frame is applied; absent in all but the last frame of what belongs together */
  resume?: string
  /** more of the same resume follows: not live yet */
  more?: true
  /** ids of conversations that this viewer sees no more */
  left?: string[]
}
/** One page of the snapshot: heads, newest first, with their marks and last entries. */
export interface SnapshotPage {
  t: 'snapshot'
  ref: number
  heads: Head[]
  entries: Entry[]
  marks: ParticipantMark[]
  conversations: ConversationMark[]
  /** resume from here once all pages are in; the same on every page of one snapshot */
  resume: string
  /** ask for the next page with it; absent on the last */
  next?: string
}
export interface Ack {
  t: 'ack'
  conversationId: string
  clientId: string
  entryId: string
  seq: number
  at: number
  hash: string
  /** the message was recalled since: the first answer, marked */
  recalled?: true
}
export interface Refused {
  t: 'refused'
  /** what is refused: the send's clientId, the ref of a question, or the frame's name */
  of: string
  refusal: WordedRefusal
}
export type DownFrame =
  | Welcome
  | Changes
  | SnapshotPage
  | Ack
  | Refused
  | { t: 'resync' }
  | { t: 'history'; ref: number; conversationId: string; entries: Entry[] }
  | { t: 'typing'; conversationId: string; personId: string }
  | { t: 'presence'; personId: string; state: 'online' | 'away' | 'offline'; lastSeenAt: number }
  | { t: 'clock'; now: number }
  | { t: 'pong' }
