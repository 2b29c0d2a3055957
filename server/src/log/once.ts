import { createHash } from 'node:crypto'
import { type Refusal, refuse, type RouteName } from '@bobber/protocol'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { ShopVault } from '../platform/vault/shop-vault.ts'
import type { Tx } from './transact.ts'

/** A command that moves money or stock, asked under an idempotency key (spec/log.md L4). */
export interface OnceCall {
  personId: string
  route: RouteName
  key: string
  body: unknown
}

/**
 * Runs the work at most once for a key. The key is the transaction's first row: of two racing tries one waits here, then finds the
 * other's answer. The answer is kept sealed; a refusal rolls back and keeps nothing, so that it may be asked again once it's mended.
 */
export async function onceIn<T>(tx: Tx, vault: ShopVault, call: OnceCall, work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  const fingerprint = createHash('sha256').update(`${call.route}\n`).update(canonical(call.body)).digest()
  const place = `${tx.shopId}/idempotency_key/${call.personId}/${call.key}`
  const claimed = await sql<{ key: string }>`
    insert into idempotency_key (shop_id, person_id, key, route, fingerprint, at)
    values (${tx.shopId}, ${call.personId}, ${call.key}, ${call.route}, ${fingerprint}, ${tx.now})
    on conflict do nothing returning key`.execute(tx.db)
  if (claimed.rows.length === 0) {
    const { rows } = await sql<{ fingerprint: Buffer; answer: Buffer }>`
      select fingerprint, answer from idempotency_key
      where shop_id = ${tx.shopId} and person_id = ${call.personId} and key = ${call.key}`.execute(tx.db)
    const first = rows[0]
    if (!first) throw new Error('an idempotency key vanished')
    if (!first.fingerprint.equals(fingerprint)) return refuse('conflict')
    return JSON.parse(vault.open(first.answer, place).toString('utf8')) as T
  }
  const answer = await work()
  const sealed = vault.seal(JSON.stringify(answer), place)
  await sql`update idempotency_key set answer = ${sealed}
    where shop_id = ${tx.shopId} and person_id = ${call.personId} and key = ${call.key}`.execute(tx.db)
  return answer
}

/** Whether the call was answered before. */
export async function isAnswered(pool: pg.Pool, shopId: string, { personId, key }: Pick<OnceCall, 'personId' | 'key'>): Promise<boolean> {
  const text = 'select from idempotency_key where shop_id = $1 and person_id = $2 and key = $3'
  return (await pool.query({ name: 'is_answered', text, values: [shopId, personId, key] })).rowCount === 1
}

const keptMs = 90 * 86_400_000

/** Keys so old that nobody asks by them any more (L4): a device that was away for a season begins anew. */
export async function forgetKeys(db: Kysely<unknown>, now: number): Promise<void> {
  await sql`delete from idempotency_key where at < ${now - keptMs}`.execute(db)
}

/** The same value gives the same text, whatever the order of its keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
