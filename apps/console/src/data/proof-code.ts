import type { Calls } from '@bobber/protocol'

/**
 * A signed head as the text of a slip's QR (spec/log.md L11): "bobber head 1", then conversation, seq, epoch ms, hash in hex and signature
 * in base64url, parted by blanks. With the shop's id, which stands in its public key's place, it is all that was signed.
 */
export function proofCode(conversationId: string, { seq, at, hash, signature }: Calls['conversation.head']['reply']): string {
  return ['bobber head 1', conversationId, seq, at, hash, signature].join(' ')
}

/** The first digits of a hash in fours: short enough to be compared by eye. */
export function shortHash(hash: string): string {
  return (hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')
}
