import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { type Refusal, refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Db, Deps } from '../../platform/deps.ts'

/** A code, and who asked for it: it works only for the same phone, purpose and asking device (P4). */
export interface CodeFor {
  shopId: string
  phoneBlind: Buffer
  purpose: 'signIn'
  /** hash of the session or device that asked */
  bound: Buffer
}

const minute = 60_000
const lasts = 5 * minute
const tries = 5

/** Most codes sent within a span (P6). The shop's own limit keeps a stranger from spending its SMS on made-up numbers. */
const limits = [
  { per: 'phone', span: minute, most: 1 },
  { per: 'phone', span: 60 * minute, most: 5 },
  { per: 'phone', span: 1440 * minute, most: 10 },
  { per: 'network', span: 60 * minute, most: 60 },
  { per: 'network', span: 1440 * minute, most: 200 },
  { per: 'shop', span: 60 * minute, most: 600 },
] as const

/** Writes a new code, which replaces the earlier ones of this phone, and answers it; or tells how long to wait. */
export async function issueCode(deps: Deps, to: CodeFor, networkBlind: Buffer): Promise<{ code: string } | Refusal> {
  const now = deps.clock.now()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return deps.db.transaction().execute(async (tx) => {
    // One shop's codes one after another: two sent at once would both find the limit free.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`phone_code/${to.shopId}`}, 0))`.execute(tx)
    const waitMs = await mustWait(tx, to, networkBlind, now)
    if (waitMs > 0) return refuse('tooMany', { seconds: Math.ceil(waitMs / 1000) }, waitMs)
    await sql`
      update phone_code set spent_at = ${new Date(now)}
      where shop_id = ${to.shopId} and phone_blind = ${to.phoneBlind} and spent_at is null
    `.execute(tx)
    const salt = randomBytes(16)
    await sql`
      insert into phone_code (shop_id, code_id, phone_blind, network_blind, purpose, bound, salt, code_hash, tries_left, sent_at, expires_at)
      values (${to.shopId}, ${deps.newId()}, ${to.phoneBlind}, ${networkBlind}, ${to.purpose}, ${to.bound}, ${salt}, ${codeHash(salt, code)},
              ${tries}, ${new Date(now)}, ${new Date(now + lasts)})
    `.execute(tx)
    await sql`delete from phone_code where shop_id = ${to.shopId} and sent_at < ${new Date(now - 1440 * minute)}`.execute(tx)
    return { code }
  })
}

/** Takes one try, at once and for good, and says whether the code is right. Answers its id; spend it in the sign-in's transaction. */
export async function tryCode(deps: Deps, of: CodeFor, code: string): Promise<{ codeId: string } | Refusal> {
  const { rows } = await sql<{ code_id: string; salt: Buffer; code_hash: Buffer; tries_left: number }>`
    update phone_code set tries_left = tries_left - 1
    where shop_id = ${of.shopId} and phone_blind = ${of.phoneBlind} and purpose = ${of.purpose} and bound = ${of.bound}
      and spent_at is null and tries_left > 0 and expires_at > ${new Date(deps.clock.now())}
    returning code_id, salt, code_hash, tries_left
  `.execute(deps.db)
  const row = rows[0]
  if (!row) return refuse('codeExpired')
  if (timingSafeEqual(codeHash(row.salt, code), row.code_hash)) return { codeId: row.code_id }
  return row.tries_left > 0 ? refuse('codeWrong', { left: row.tries_left }) : refuse('codeExpired')
}

/** False when somebody else was quicker: a code works once. */
export async function spendCode(db: Db, deps: Pick<Deps, 'clock'>, shopId: string, codeId: string): Promise<boolean> {
  const { rows } = await sql<{ code_id: string }>`
    update phone_code set spent_at = ${new Date(deps.clock.now())}
    where shop_id = ${shopId} and code_id = ${codeId} and spent_at is null returning code_id
  `.execute(db)
  return rows.length === 1
}

/** How long until every limit allows one more, ms; 0: now. */
async function mustWait(db: Db, to: CodeFor, networkBlind: Buffer, now: number): Promise<number> {
  const waits = limits.map(async ({ per, span, most }) => {
    const { rows } = await sql<{ sent_at: Date }>`
      select sent_at from phone_code
      where shop_id = ${to.shopId} and sent_at > ${new Date(now - span)}
        and (${per === 'phone'} is false or phone_blind = ${to.phoneBlind}) and (${per === 'network'} is false or network_blind = ${networkBlind})
      order by sent_at desc offset ${most - 1} limit 1
    `.execute(db)
    return rows[0] ? rows[0].sent_at.getTime() + span - now : 0
  })
  return Math.max(0, ...(await Promise.all(waits)))
}

function codeHash(salt: Buffer, code: string): Buffer {
  return createHash('sha256').update(salt).update(code).digest()
}
