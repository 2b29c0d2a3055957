import type { Ack, Entry, ParticipantMark } from '@bobber/protocol'

/**
 * What is known of a fault run when it has come to rest. The acks are those of the devices' own files, on disk before anything else
 * happened to them; the rows are read past the server.
 */
export interface History {
  devices: DeviceHistory[]
  log: LogRows
  /** frames that carried anything of a conversation to somebody who takes part in none */
  leaked: string[]
}

export interface DeviceHistory {
  name: string
  personId: string
  acks: Ack[]
  /** of lives that ended in order: messages in the order they were written */
  written: { conversationId: string; clientId: string }[]
  /** what it saw go wrong while it ran: an order broken, a cursor going back */
  seen: string[]
  /** still unsent, and why */
  unsent: string[]
  /** what it shows at the end */
  conversations: ShownConversation[]
}

export interface ShownConversation {
  conversationId: string
  entries: Pick<Entry, 'seq' | 'hash' | 'entryId'>[]
  holes: number
  hasOlder: boolean
  participants: Pick<ParticipantMark, 'personId' | 'receivedSeq' | 'readSeq'>[]
  unread: number
}

export interface LogRows {
  entries: LogEntry[]
  participants: { conversationId: string; personId: string; receivedSeq: number; readSeq: number }[]
  position: number
}

export interface LogEntry {
  conversationId: string
  seq: number
  position: number
  entryId: string
  clientId: string | null
  authorId: string | null
  /** hex */
  hash: string
  /** hex: recomputed from the rows alone */
  chained: string
  countable: boolean
}

export interface Violation {
  rule: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'L1' | 'L6' | 'L8' | 'S5'
  what: string
}
