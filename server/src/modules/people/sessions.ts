import type { SessionView, StaffRole, Surface } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import type { Asker, Db, Deps } from '../../platform/deps.ts'
import { newToken, tokenHash } from '../../platform/ids.ts'
import { prepared } from '../../platform/prepared.ts'
import { deviceName } from './device-name.ts'

const day = 86_400_000
/** Customers come once a year; staff sit at shared machines. Each use begins the time anew. */
const lifetime: Record<Surface, number> = { storefront: 180 * day, console: 30 * day }
/** A session's last use is written at most so often. */
const noticed = 5 * 60_000

/** A new session of 256 random bits; only its hash is stored (P8). Answers the token. */
export async function beginSession(
  db: Db,
  deps: Pick<Deps, 'newId' | 'clock'>,
  of: { shopId: string; personId: string; surface: Surface; userAgent: string },
): Promise<string> {
  const token = newToken()
  const now = deps.clock.now()
  await sql`
    insert into session (shop_id, session_id, token_hash, person_id, surface, device, created_at, last_seen_at, expires_at)
    values (${of.shopId}, ${deps.newId()}, ${tokenHash(token)}, ${of.personId}, ${of.surface}, ${deviceName(of.userAgent)},
            ${new Date(now)}, ${new Date(now)}, ${new Date(now + lifetime[of.surface])})
  `.execute(db)
  return token
}

interface Found {
  shop_id: string
  session_id: string
  person_id: string
  class: Asker['class']
  roles: StaffRole[]
  last_seen_at: Date
}

const askSession = prepared<Found>(
  'session_asker',
  `select s.shop_id, s.session_id, s.person_id, s.last_seen_at, p.class,
     array(select r.role from person_role r where r.shop_id = p.shop_id and r.person_id = p.person_id order by r.role) as roles
   from session s join person p on p.shop_id = s.shop_id and p.person_id = s.person_id
   where s.token_hash = $1 and s.surface = $2 and s.ended_at is null and s.expires_at > $3 and p.dismissed_at is null`,
)

/** Whose session this is; undefined for one that is unknown, over, ended, of another surface, or of somebody dismissed. */
export async function askerOf(deps: Deps, token: string, surface: Surface): Promise<Omit<Asker, 'locale'> | undefined> {
  const now = deps.clock.now()
  const [found] = await askSession(deps.db, [tokenHash(token), surface, new Date(now)])
  if (!found) return undefined
  if (Math.abs(now - found.last_seen_at.getTime()) > noticed) await notice(deps, found, surface, now)
  return { shopId: found.shop_id, personId: found.person_id, class: found.class, roles: found.roles, sessionId: found.session_id }
}

/** Keeps this session from being ended until the transaction is; false: it was ended before. */
export async function holdSession(tx: Db, { shopId, sessionId }: Pick<Asker, 'shopId' | 'sessionId'>): Promise<boolean> {
  const { rows } = await sql`
    select from session where shop_id = ${shopId} and session_id = ${sessionId} and ended_at is null for share
  `.execute(tx)
  return rows.length > 0
}

/** One session, or all of a person, perhaps but one. */
export type WhichSessions = { sessionId: string } | { personId: string; exceptSessionId?: string }

export function idsOf(which: WhichSessions): Record<'one' | 'person' | 'except', string | null> {
  return 'sessionId' in which
    ? { one: which.sessionId, person: null, except: null }
    : { one: null, person: which.personId, except: which.exceptSessionId ?? null }
}

/** Ends sessions; once that is committed their sockets close, on this node at once. */
export async function endSessions(tx: Tx, deps: Pick<Deps, 'sessionsRevoked'>, which: WhichSessions): Promise<void> {
  const { shopId } = tx
  const { one, person, except } = idsOf(which)
  const { rows } = await sql<{ session_id: string }>`
    update session set ended_at = now()
    where shop_id = ${shopId} and ended_at is null
      and (session_id = ${one}::uuid or person_id = ${person}::uuid) and session_id is distinct from ${except}::uuid
    returning session_id
  `.execute(tx.db)
  tx.afterCommit(() => {
    for (const { session_id: sessionId } of rows) deps.sessionsRevoked.emit({ shopId, sessionId })
  })
}

/** A person's open sessions, the newest use first. */
export async function listSessions(deps: Deps, asker: Asker): Promise<SessionView[]> {
  const { rows } = await sql<{ session_id: string; device: string; created_at: Date; last_seen_at: Date }>`
    select session_id, device, created_at, last_seen_at from session
    where shop_id = ${asker.shopId} and person_id = ${asker.personId} and ended_at is null
      and expires_at > ${new Date(deps.clock.now())}
    order by last_seen_at desc
  `.execute(deps.db)
  return rows.map((row) => ({
    sessionId: row.session_id,
    device: row.device,
    createdAt: row.created_at.getTime(),
    lastSeenAt: row.last_seen_at.getTime(),
    current: row.session_id === asker.sessionId,
  }))
}

async function notice(deps: Deps, found: Found, surface: Surface, now: number): Promise<void> {
  await sql`
    update session set last_seen_at = ${new Date(now)}, expires_at = ${new Date(now + lifetime[surface])}
    where shop_id = ${found.shop_id} and session_id = ${found.session_id} and ended_at is null
  `.execute(deps.db)
}
