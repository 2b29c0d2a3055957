import { type Claim, freeQuantity } from '@bobber/domain'
import { refuse, type Refusal } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../../log/index.ts'
import { epoch, instant } from '../sql-time.ts'
import { nameUnits, type Piece } from './name-unit.ts'
import { readTaking, type Taking } from './taking.ts'

/**
 * Handed over, units by name: taken from now on, should it be earlier than asked; past its end already, without end. What goes out before
 * its time is counted like a new order: nobody else may be promised it until then.
 * Refusals: those of `nameUnits`, and `notEnough` {free: pieces that may go now, freeFrom: epoch ms from which all of them may}.
 */
export async function takeOut(tx: Tx, pieces: readonly Piece[]): Promise<Refusal | undefined> {
  const claimIds = pieces.map(({ claimId }) => claimId)
  const refusal = (await nameUnits(tx, pieces)) ?? (await promisedByName(tx, claimIds)) ?? (await tooEarly(tx, claimIds))
  if (refusal) return refusal
  const now = new Date(tx.now)
  await sql`
    update claim set phase = 'out', out_at = ${now},
      blocked = tstzrange(${now}, case when upper(blocked) > ${now} then upper(blocked) end)
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase in ('held', 'committed')
  `.execute(tx.db)
  return undefined
}

/** The very unit may be promised to somebody else until then, though others are free: the counter takes another one. */
async function promisedByName({ db, shopId, now }: Tx, claimIds: readonly string[]): Promise<Refusal | undefined> {
  const { rows } = await sql<{ code: string }>`
    select u.code from claim c
    join claim o on o.shop_id = c.shop_id and o.unit_id = c.unit_id and o.claim_id <> c.claim_id and o.phase <> 'closed'
      and o.blocked && tstzrange(${instant(now)}, case when upper(c.blocked) > ${instant(now)} then upper(c.blocked) end)
    join unit u on u.shop_id = c.shop_id and u.unit_id = c.unit_id
    where c.shop_id = ${shopId} and c.claim_id = any(${[...claimIds]}::uuid[]) and c.phase in ('held', 'committed')
    order by u.code limit 1
  `.execute(db)
  return rows[0] && refuse('unitBusy', { code: rows[0].code })
}

interface Early {
  variant_id: string
  quantity: number
  /** epoch ms: it is promised from then on */
  from: number
}

async function tooEarly(tx: Tx, claimIds: readonly string[]): Promise<Refusal | undefined> {
  const { rows } = await sql<Early>`
    select variant_id, quantity, ${epoch(sql`lower(blocked)`)} as from from claim
    where shop_id = ${tx.shopId} and claim_id = any(${[...claimIds]}::uuid[]) and phase in ('held', 'committed')
      and lower(blocked) > ${instant(tx.now)}
  `.execute(tx.db)
  if (rows.length === 0) return undefined
  const until = Math.max(...rows.map(({ from }) => from))
  const variantIds = rows.map(({ variant_id }) => variant_id)
  for (const [variantId, taking] of await readTaking(tx, variantIds, tx.now, { until })) {
    const early = rows.filter(({ variant_id }) => variant_id === variantId)
    const missing = -leastFree(taking, early, tx.now)
    if (missing <= 0) continue
    const quantity = early.reduce((sum, each) => sum + each.quantity, 0)
    return refuse('notEnough', { free: Math.max(0, quantity - missing), freeFrom: readyFrom(taking, early, tx.now) })
  }
  return undefined
}

/** What is left at the worst moment until the last of them is due to go, when all go at `start`; negative: too few. */
function leastFree({ owned, claims }: Taking, early: readonly Early[], start: number): number {
  const ahead = early.map(({ quantity, from }): Claim => ({ from: start, until: Math.max(start, from), quantity }))
  return freeQuantity(owned, [...claims, ...ahead], start, Math.max(...early.map(({ from }) => from)))
}

/** The first moment at which all of them may go: when something ends that stands in their way, or when they are due to. */
function readyFrom(taking: Taking, early: readonly Early[], now: number): number {
  const due = Math.max(...early.map(({ from }) => from))
  const ends = taking.claims.flatMap(({ until }) => (until !== null && until > now && until < due ? [until] : []))
  return ends.toSorted((one, other) => one - other).find((end) => leastFree(taking, early, end) >= 0) ?? due
}
