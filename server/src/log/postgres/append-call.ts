import { randomFillSync } from 'node:crypto'
import { classIndex } from '@bobber/protocol'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { digestOf, headerOf } from '../chain.ts'
import type { NewEntry } from '../store.ts'
import { arrayOf } from './array.ts'

/** A participant's row, or (person null) the conversation's, that the transaction changed. */
export interface Touched {
  conversationId: string
  personId: string | null
  /** only what the shop alone knows of the conversation changed: its state, its assignee (L8) */
  inside: boolean
}

/** Names the place that a content is sealed for (L7). */
export function contentPlace(shopId: string, entry: { conversationId: string; entryId: string; authorId: string | null }): string {
  return `${shopId}/${entry.conversationId}/${entry.entryId}/${entry.authorId ?? ''}`
}

const types =
  'uuid boolean uuid[] uuid[] uuid[] uuid[] text[] smallint[] boolean[] bigint[] bytea[] bytea[] bytea[] bytea[] boolean[] boolean[] smallint[] int[] uuid[] uuid[] boolean[]'.split(
    ' ',
  )

export const appendCall = `select * from log_append(${types.map((type, index) => `$${index + 1}::${type}`).join(', ')})`

/** The arguments of log_append (migrations/0002_log-writes.sql), contents sealed, in the text form of each. */
export function appendArguments(
  shopId: string,
  vault: ShopVault,
  entries: readonly NewEntry[],
  lookFirst: boolean,
  touched: readonly Touched[],
): string[] {
  const sealed = entries.map((entry) => seal(shopId, vault, entry))
  const all = (pick: (entry: NewEntry) => string | number | boolean | null) => arrayOf(entries.map((entry) => pick(entry)))
  return [
    shopId,
    String(lookFirst),
    all((entry) => entry.entryId),
    all((entry) => entry.conversationId),
    all((entry) => entry.authorId),
    all((entry) => entry.clientId),
    all((entry) => entry.kind),
    all((entry) => entry.audience),
    all((entry) => entry.countable),
    all((entry) => entry.at),
    arrayOf(sealed.map((part) => part.header)),
    arrayOf(sealed.map((part) => part.digest)),
    arrayOf(sealed.map((part) => part.salt)),
    arrayOf(sealed.map((part) => part.content)),
    all((entry) => entry.sender !== undefined),
    all((entry) => entry.sender?.desk ?? false),
    all((entry) => (entry.sender ? classIndex[entry.sender.class] + 1 : 0)),
    all((entry) => entry.sender?.readSeq ?? 0),
    arrayOf(touched.map((row) => row.conversationId)),
    arrayOf(touched.map((row) => row.personId)),
    arrayOf(touched.map((row) => row.inside)),
  ]
}

/** The same call with its arguments as literals: for the packet that also holds the COMMIT. */
export function appendLiteral(args: readonly string[], escape: (text: string) => string): string {
  return `select * from log_append(${args.map((text, index) => `${escape(text)}::${types[index]}`).join(', ')})`
}

// One call into the random pool for many salts: it was a tenth of the append's time when asked for 16 bytes at a time.
const pool = Buffer.alloc(16 * 256)
let used = pool.length
function newSalt(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 16
  return Buffer.from(pool.subarray(used - 16, used))
}

function seal(shopId: string, vault: ShopVault, entry: NewEntry) {
  const salt = newSalt()
  const digest = digestOf(salt, entry.content)
  return { salt, digest, header: headerOf(entry, digest), content: vault.seal(entry.content, contentPlace(shopId, entry)) }
}
