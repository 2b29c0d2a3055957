import { type Refusal, refuse, type StaffRole } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Tx } from '../../log/index.ts'
import type { Asker, Db, Deps } from '../../platform/deps.ts'
import { newToken, tokenHash } from '../../platform/ids.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { endSessions, holdSession, idsOf, type WhichSessions } from './sessions.ts'

/** What each kind of one-time link carries, sealed. */
export interface LinkContents {
  owner: Record<string, never>
  invitation: { name: string; roles: StaffRole[] }
  /** null: nobody yet, the counter signs a new customer in; an order's link joins its conversation as well */
  join: { personId: string | null; conversationId: string | null }
  /** whose password it sets anew, and the hash of the one it replaces: once that is another, the link opens nothing (P19) */
  password: { personId: string; replaces: string }
}
export type LinkKind = keyof LinkContents

const hour = 3_600_000
/** A counter's QR is scanned at once or from the printed slip in the evening; an owner or clerk finds time within a day or three. */
const lifetime: Record<LinkKind, number> = { owner: 24 * hour, invitation: 72 * hour, join: 12 * hour, password: 24 * hour }

export interface OpenLink<K extends LinkKind> {
  linkId: string
  content: LinkContents[K]
}

export interface NewLink {
  token: string
  /** epoch ms */
  expiresAt: number
}

/** Makes a link of 256 random bits; only their hash is stored (P1). */
export async function createLink<K extends LinkKind>(
  db: Db,
  deps: Pick<Deps, 'newId' | 'clock'>,
  vault: ShopVault,
  link: { shopId: string; kind: K; content: LinkContents[K]; by: Pick<Asker, 'personId' | 'sessionId'> | null },
): Promise<NewLink> {
  const token = newToken()
  const linkId = deps.newId()
  const now = deps.clock.now()
  const expiresAt = now + lifetime[link.kind]
  const content = vault.seal(JSON.stringify(link.content), placeOf(link.shopId, linkId))
  await sql`
    insert into one_time_link (shop_id, link_id, kind, token_hash, content, created_by, session_id, created_at, expires_at)
    values (${link.shopId}, ${linkId}, ${link.kind}, ${tokenHash(token)}, ${content}, ${link.by?.personId ?? null},
            ${link.by?.sessionId ?? null}, ${new Date(now)}, ${new Date(expiresAt)})
  `.execute(db)
  return { token, expiresAt }
}

/** Makes a link in the asker's name. What revokes his session finds the link and voids it, or was before it, and there is none (P9). */
export function createLinkAs<K extends LinkKind>(
  deps: Pick<Deps, 'log' | 'newId' | 'clock'>,
  asker: Asker,
  vault: ShopVault,
  link: { kind: K; content: LinkContents[K] },
): Promise<NewLink | Refusal> {
  const { shopId } = asker
  return deps.log.transact(shopId, async (tx) =>
    (await holdSession(tx.db, asker)) ? createLink(tx.db, deps, vault, { ...link, shopId, by: asker }) : refuse('notSignedIn'),
  )
}

/** What an unused link of this kind carries; undefined for any other token. Inside a transaction it is locked until the end. */
export async function openLink<K extends LinkKind>(
  db: Db,
  deps: Pick<Deps, 'clock'>,
  vault: ShopVault,
  of: { shopId: string; kind: K; token: string; toUse: boolean },
): Promise<OpenLink<K> | undefined> {
  const { rows } = await sql<{ link_id: string; content: Buffer }>`
    select link_id, content from one_time_link
    where shop_id = ${of.shopId} and kind = ${of.kind} and token_hash = ${tokenHash(of.token)} and used_at is null
      and expires_at > ${new Date(deps.clock.now())}
    ${of.toUse ? sql`for update` : sql``}
  `.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const content = JSON.parse(vault.open(row.content, placeOf(of.shopId, row.link_id)).toString('utf8')) as LinkContents[K]
  return { linkId: row.link_id, content }
}

export async function markUsed(db: Db, deps: Pick<Deps, 'clock'>, shopId: string, linkId: string): Promise<void> {
  await sql`
    update one_time_link set used_at = ${new Date(deps.clock.now())} where shop_id = ${shopId} and link_id = ${linkId}
  `.execute(db)
}

/**
 * Ends sessions that somebody else may have had, and then the links that were made in them, also in those of a person that are long over:
 * nothing is left to come back by (P9, P18, P19).
 */
export async function revoke(tx: Tx, deps: Pick<Deps, 'clock' | 'sessionsRevoked'>, which: WhichSessions): Promise<void> {
  await endSessions(tx, deps, which)
  const { one, person, except } = idsOf(which)
  await sql`
    update one_time_link set used_at = ${new Date(deps.clock.now())}
    where shop_id = ${tx.shopId} and used_at is null
      and (session_id = ${one}::uuid or created_by = ${person}::uuid) and session_id is distinct from ${except}::uuid
  `.execute(tx.db)
}

/** Earlier links of a kind open nothing any more. */
export async function voidLinks(db: Db, deps: Pick<Deps, 'clock'>, shopId: string, kind: LinkKind): Promise<void> {
  await sql`
    update one_time_link set used_at = ${new Date(deps.clock.now())}
    where shop_id = ${shopId} and kind = ${kind} and used_at is null
  `.execute(db)
}

/** Where a link leads in the console. The token stands behind the `#`: no proxy sees it, no log keeps it, no other page is told it. */
export function consolePath(kind: Exclude<LinkKind, 'join'>, token: string, shop?: string): string {
  return `/console/${kind}${shop === undefined ? '' : `?shop=${shop}`}#${token}`
}

function placeOf(shopId: string, linkId: string): string {
  return `${shopId}/one_time_link/${linkId}/content`
}
