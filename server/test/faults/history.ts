import type { Ack, Class, Entry, ParticipantMark } from '@bobber/protocol'
import type { Deed } from './deeds.ts'

/**
 * What is known of a fault run when it has come to rest. The acks and deeds are those of the devices' own files, on disk before anything
 * else happened to them; the rows are read past the server.
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
  class: Class
  /** sees what is of the desk without taking part */
  desk: boolean
  acks: Ack[]
  deeds: Deed[]
  /** of this life: messages in the order they were written */
  written: { conversationId: string; clientId: string }[]
  /** what it saw go wrong while it ran; each begins with its rule */
  seen: string[]
  /** still unsent, and why */
  unsent: { clientId: string; state: string }[]
  /** what it shows at the end */
  conversations: ShownConversation[]
}

export interface ShownConversation {
  conversationId: string
  entries: (Pick<Entry, 'seq' | 'hash' | 'entryId'> & { text?: string })[]
  holes: number
  hasOlder: boolean
  participants: Pick<ParticipantMark, 'personId' | 'receivedSeq' | 'readSeq'>[]
  unread: number
}

export interface LogRows {
  entries: LogEntry[]
  participants: LogParticipant[]
  /** conversations that the desk sees */
  desk: string[]
  orders: LogOrder[]
  /** who a guest turned out to be */
  aliases: Record<string, string>
  position: number
}

export interface LogParticipant {
  conversationId: string
  personId: string
  receivedSeq: number
  readSeq: number
}

export interface LogOrder {
  orderId: string
  conversationId: string
  stage: string
  /** epoch ms at which it begins */
  from: number
}

export interface LogEntry {
  conversationId: string
  seq: number
  position: number
  entryId: string
  clientId: string | null
  authorId: string | null
  kind: string
  audience: number
  /** its words were taken back */
  gone: boolean
  /** hex */
  hash: string
  /** hex: recomputed from the rows alone */
  chained: string
  countable: boolean
}

export interface Violation {
  rule: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'L1' | 'L3' | 'L6' | 'L8' | 'S5' | 'S6' | 'fault'
  what: string
}
