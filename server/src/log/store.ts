import type { Class, ConversationKind, EntryKind, ParticipantMark } from '@bobber/protocol'

/** Who looks: which rows of the log he may see follows from these four alone. */
export interface Viewer {
  shopId: string
  personId: string
  class: Class
  /** sees every enquiry and order of the shop without being a participant (protocol roles.ts: deskRoles) */
  desk: boolean
}

/** A message or fact on its way into the log. The ids come from the caller (spec/log.md L3). */
export interface NewEntry {
  entryId: string
  conversationId: string
  /** null: the system itself */
  authorId: string | null
  /** on messages: makes the send idempotent (L4) */
  clientId: string | null
  kind: EntryKind
  /** the classes that may see it; 0 on a message: it is for nobody and not written, only looked up (L4) */
  audience: number
  countable: boolean
  /** epoch ms */
  at: number
  /** JSON text of the content; the store seals it */
  content: string
  /** messages only: the author's class, whether he may write without a participant's row, how far he has read */
  sender?: { class: Class; desk: boolean; readSeq: number }
}

/** An entry as the store holds it: everything any viewer's form of it is made of. */
export interface StoredEntry {
  position: number
  /** desk staff see its conversation without a participant's row */
  desk: boolean
  conversationId: string
  seq: number
  entryId: string
  clientId: string | null
  authorId: string | null
  /** meaningless where nobody wrote it */
  authorClass: Class
  kind: EntryKind
  audience: number
  at: number
  hash: Uint8Array
  /** hash of entry seq − 1; 32 zero bytes before the first */
  prevHash: Uint8Array
  /** per class (classIndex): the newest earlier seq that class may see, 0 for none */
  prev: readonly number[]
  /** per class: running number of countable entries up to this one (L9) */
  counts: readonly number[]
  /** running number of the author's own countable entries */
  own: number
  jumped: boolean
  /** JSON text; null once recalled or erased */
  content: string | null
}

export interface StoredMark extends ParticipantMark {
  /** per class (classIndex): the newest seq it may see; nobody is told of a cursor beyond his own */
  visible: readonly number[]
  position: number
  /** per class (classIndex): the position of the newest change that class may know of; -1: it doesn't know him (L8) */
  shown: readonly number[]
  desk: boolean
  /** the position at which he joined: a resume from before it sends the conversation's snapshot */
  joinedPosition: number
}

export interface StoredConversation {
  position: number
  /** of the newest change that those outside the shop may know of (L8) */
  shown: number
  conversationId: string
  kind: ConversationKind
  state: 'open' | 'resolved'
  assigneeId: string | null
  customerId: string | null
  openedAt: number
}

/** A stretch of a shop's log, in position order; positions absent in it are superseded marks (S4). */
export interface Batch {
  from: number
  to: number
  entries: StoredEntry[]
  marks: StoredMark[]
  conversations: StoredConversation[]
}

/**
 * What a viewer missed, or as much of it as one frame holds: rows that he may see, one snapshot of the database, head included (S2). It is
 * whole up to `to`; what lies between `to` and `head` is asked for next.
 */
export interface Missed extends Batch {
  /** the shop's head at that moment */
  head: number
  /** he missed so much that a snapshot is shorter: nothing of it is here */
  tooMuch: boolean
  /** conversations the viewer sees through a participant's row (desk staff see the others as well) */
  mine: string[]
  /** conversations he saw before and sees no more */
  left: string[]
  /** conversations that are new to him; `entries` holds their newest ones */
  joined: string[]
}

export interface HeadRow {
  conversationId: string
  lastPosition: number
  /** as the viewer's class may know them */
  lastSeq: number
  count: number
  lastHash: Uint8Array
}
export interface SnapshotRows {
  /** the shop's head when the first page was read: resume from here */
  position: number
  heads: HeadRow[]
  entries: StoredEntry[]
  marks: StoredMark[]
  conversations: StoredConversation[]
  mine: string[]
  next: NextPage | null
}
export interface NextPage {
  /** the shop's head when the page before was read: what moved up since is brought along */
  since: number
  beforePosition: number
  conversationId: string
}

export interface Cursor {
  conversationId: string
  personId: string
  class: Class
  desk: boolean
  receivedSeq: number
  readSeq: number
}

export type Appended =
  | { ok: true; entry: StoredEntry; /** an earlier send with this clientId was found: its answer */ repeated: boolean }
  | { ok: false; code: 'notParticipant' | 'clientIdConflict' }
  /** too many wait already: nothing was asked of the store */
  | { ok: false; code: 'busy'; retryAfterMs: number }

/** An incarnation of the log: the past may have changed at its start (S1). */
export interface Incarnation {
  id: string
  fromPosition: number
}

/** How much the store answers at once. A reader on a slow line gets something whole every few seconds, and no answer fills the memory. */
export const atMost = {
  /** bytes of one answer, about: `missed`, `snapshot`, `history` */
  bytes: 64 * 1024,
  /** newest entries of one conversation, for who joins it and in a snapshot; at least one, and no more than so many bytes */
  newest: 30,
  newestBytes: 16 * 1024,
  /** conversations of a snapshot's page */
  conversations: 50,
  /** entries of one `history` */
  history: 200,
  /** missed entries that are sent one by one; beyond it a snapshot is shorter */
  missed: 10_000,
}
export type AtMost = Readonly<typeof atMost>
/** What an entry takes in a frame beside its content, about; a mark takes less. */
export const rowBytes = 450

/**
 * The log of the shops, as the sync layer uses it. Two implementations pass one contract suite: PostgreSQL (log/postgres) and the
 * simulation's memory. A promise that rejects with `UnknownOutcome` may or may not have happened: the same ids are asked again.
 */
export interface LogStore {
  /**
   * Commits messages of one shop together, in order; one bad message never fails its neighbours (L10). Durable once resolved.
   * `lookFirst`: retries, whose clientId may be in the log already.
   */
  append(shopId: string, entries: NewEntry[], lookFirst: boolean): Promise<{ results: Appended[]; batch: Batch | null }>
  /** Moves cursors forward, never back; what doesn't move changes nothing. */
  move(shopId: string, cursors: Cursor[]): Promise<Batch | null>
  /** What came after `after` that the viewer may see, in one snapshot, from the oldest on. */
  missed(viewer: Viewer, after: number): Promise<Missed>
  /** One page of heads, newest first, with their newest entries. */
  snapshot(viewer: Viewer, page: ({ position: number } & NextPage) | null): Promise<SnapshotRows>
  /** Entries fromSeq … toSeq (both included, at most a frame of them, the newest) that the viewer may see; null: not his. */
  history(viewer: Viewer, conversationId: string, fromSeq: number, toSeq: number): Promise<StoredEntry[] | null>
  /** The whole shop's log after `after` in one snapshot, for the feed (S4). */
  stretch(shopId: string, after: number): Promise<Batch>
  /** Every incarnation of the shop's log, oldest first, and the head's position. */
  incarnations(shopId: string): Promise<{ list: Incarnation[]; position: number }>
}

/** The database did not say whether it committed (L4). */
export class UnknownOutcome extends Error {
  constructor(cause: unknown) {
    super('the outcome of a commit is unknown', { cause })
    this.name = 'UnknownOutcome'
  }
}
