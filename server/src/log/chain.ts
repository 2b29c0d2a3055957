import { createHash } from 'node:crypto'
import type { NewEntry } from './store.ts'

/**
 * The chain (spec/log.md L6). Everything an entry fixes for ever, but its seq and the hash before it:
 *
 *   version 1 ‖ conversation 16 ‖ entry 16 ‖ author 16 ‖ client 16 ‖ at u64 ‖ audience u8 ‖ countable u8 ‖ kind (u8 length, UTF-8)
 *   ‖ content digest 32
 *
 * A missing author or client is 16 zero bytes. The hash is SHA-256(previous hash ‖ seq u32 ‖ header); integers are big-endian.
 * The position is not part of it: a shop can move to another database and its conversations still verify.
 */
export function headerOf(entry: Omit<NewEntry, 'content' | 'sender'>, digest: Uint8Array): Buffer {
  const kind = Buffer.from(entry.kind, 'utf8')
  const fixed = Buffer.alloc(1 + 16 * 4 + 8 + 3)
  fixed[0] = 1
  putId(fixed, 1, entry.conversationId)
  putId(fixed, 17, entry.entryId)
  if (entry.authorId !== null) putId(fixed, 33, entry.authorId)
  if (entry.clientId !== null) putId(fixed, 49, entry.clientId)
  fixed.writeBigUInt64BE(BigInt(entry.at), 65)
  fixed[73] = entry.audience
  fixed[74] = entry.countable ? 1 : 0
  fixed[75] = kind.length
  return Buffer.concat([fixed, kind, digest])
}

/** The content's digest: salted, so that short words can't be guessed from it once they are erased. */
export function digestOf(salt: Uint8Array, content: string): Buffer {
  return createHash('sha256').update(salt).update(content, 'utf8').digest()
}

export function hashOf(previous: Uint8Array, seq: number, header: Uint8Array): Buffer {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(seq)
  return createHash('sha256').update(previous).update(number).update(header).digest()
}

/** The hash before a conversation's first entry. */
export const noHash: Uint8Array = new Uint8Array(32)

function putId(target: Buffer, offset: number, id: string): void {
  target.write(id.replaceAll('-', ''), offset, 16, 'hex')
}
