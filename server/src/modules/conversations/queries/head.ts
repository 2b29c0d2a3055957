import { classIndex, classOf, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { maySeeConversation } from '../access.ts'
import { signedBytes } from '../sign-head.ts'

/** The head, signed with a key outside the database: to keep on one's own device (log.md L11). */
export const conversationHead: Handler<'conversation.head'> = async (deps, asker, { conversationId }) => {
  if (!(await maySeeConversation(deps.db, asker, conversationId))) return refuse('notFound')
  // As the asker may know it: what is hidden behind the newest entry he sees is no business of his (L8).
  const seer = classIndex[classOf(asker)] + 1
  const { rows } = await sql<{ last_seq: number; last_hash: Buffer }>`
    select e.seq as last_seq, e.hash as last_hash
    from conversation_head h join entry e on e.shop_id = h.shop_id and e.conversation_id = h.conversation_id
      and e.seq = h.visible[${seer}::int]
    where h.shop_id = ${asker.shopId} and h.conversation_id = ${conversationId}`.execute(deps.db)
  const head = rows[0]
  if (!head) return refuse('notFound')
  const at = deps.clock.now()
  const signature = deps.vault.sign(signedBytes({ shopId: asker.shopId, conversationId, seq: head.last_seq, hash: head.last_hash, at }))
  // The signature names its key: for some minutes after a rotation that isn't the newest one (sealing.md V14).
  const key = deps.vault.signingKeys().find(({ fingerprint }) => fingerprint.equals(signature.subarray(0, fingerprint.length)))
  if (!key) throw new Error('a signature by a key that the vault does not have')
  return {
    seq: head.last_seq,
    hash: head.last_hash.toString('hex'),
    signature: signature.toString('base64url'),
    publicKey: key.publicKey,
    at,
  }
}
