import type {
  Calls,
  ConversationMark,
  Entry,
  EntryContents,
  MessageKind,
  ParticipantMark,
  RouteName,
  WordedRefusal,
} from '@bobber/protocol'

/** Contract of the SDK; its parts are in connection/, sync/, outbox/, store/ and platform/. */

export type ConnectionState =
  /** no network, or between two tries */
  | 'offline'
  | 'connecting'
  /** connected, fetching what was missed */
  | 'catchingUp'
  | 'live'
  /** the server said: don't come back, the page is too old */
  | 'gone'
  /** the server knows no session of this device, or no longer: nothing of its person is here (SDK22) */
  | 'nobody'

/** A message of mine that the log doesn't hold yet (S5). */
export interface Unsent<K extends MessageKind = MessageKind> {
  clientId: string
  conversationId: string
  kind: K
  content: EntryContents[K]
  privately: boolean
  /** epoch ms on this device */
  writtenAt: number
  state: 'waiting' | 'sending' | 'failed'
  /** when failed: why, and what helps */
  refusal: WordedRefusal | null
}

export type TimelineItem =
  /** `state` on own messages only: sent; received or read by somebody else */
  | { type: 'entry'; entry: Entry; state: 'sent' | 'received' | 'read' | null; recalled: boolean }
  /** not fetched yet: `loadOlder` fills the one at the top, inner ones fill by themselves */
  | { type: 'hole'; fromSeq: number; toSeq: number }
  | { type: 'unsent'; unsent: Unsent }

export interface ConversationView {
  conversationId: string
  mark: ConversationMark | null
  /** my participation; null for desk staff who have not taken part */
  mine: ParticipantMark | null
  participants: ParticipantMark[]
  /** oldest first */
  items: TimelineItem[]
  lastSeq: number
  /** derived (L9), never stored */
  unread: number
  /** hash of the newest entry I hold, hex: what a confirmation keeps (L11) */
  headHash: string
  hasOlder: boolean
  /** people typing now */
  typing: string[]
  /** epoch ms of the newest entry that counts (L9) or unsent message; conversations sort by it */
  lastAt: number
}

export interface PresenceView {
  state: 'online' | 'away' | 'offline'
  lastSeenAt: number
}

export interface Client {
  connection(): ConnectionState
  me(): { personId: string; name: string; class: string } | null
  /** the shop's clock now, epoch ms */
  now(): number
  /** how long ago the shop was last heard over the connection, ms; null: not yet */
  silentMs(): number | null
  /** newest first */
  conversations(): ConversationView[]
  /** The same object as long as nothing in it changed, so that a screen can compare by identity. */
  conversation(conversationId: string): ConversationView | undefined
  presence(personId: string): PresenceView | undefined
  /** Told once after each applied change, coalesced into a microtask. Returns the undo. */
  subscribe(listener: () => void): () => void
  /** Told each entry that arrives live or by resume (not from the snapshot), in order. */
  onEntry(listener: (entry: Entry) => void): () => void
  /** Stored durably, shown at once, tried until the log holds it or refuses it for good. Returns its clientId. */
  send<K extends MessageKind>(conversationId: string, message: { kind: K; content: EntryContents[K]; privately?: boolean }): string
  retry(clientId: string): void
  discard(clientId: string): void
  /** I have seen everything up to this seq; a cursor never moves back. */
  read(conversationId: string, seq: number): void
  typing(conversationId: string): void
  loadOlder(conversationId: string): Promise<void>
  /**
   * A query or command over HTTP. Commands that move money or stock carry an idempotency key made here and are asked again with
   * the same key when the answer is lost. A refusal is a value; `isRefusal` tells. Whatever signs in forgets what the last person saw, and
   * connects anew.
   */
  call<K extends RouteName>(name: K, body: Calls[K]['body'], file?: Blob): Promise<Calls[K]['reply'] | WordedRefusal>
  /** Ends the session, and nothing of the person stays on the device, in no tab. Null, or why it didn't happen: then everything stays. */
  signOut(): Promise<WordedRefusal | null>
  /** Probe at once: foreground, `online`, network change. Others see me online again. */
  wake(): void
  /** In the background: others see me away until the next `wake`. */
  away(): void
  close(): Promise<void>
}
