import { isRefusal, type JoinLink, type Refusal } from '@bobber/protocol'
import QRCode from 'qrcode'
import type { Asker, Deps } from '../../platform/deps.ts'
import type { CallExtras } from '../../platform/handler.ts'
import { storefrontPath } from '../../platform/shops.ts'
import { createLinkAs, type LinkContents } from './links.ts'

/** A link for `#/join/<token>`: who scans it is signed in as `personId` (null: a new customer) and joins `conversationId`, if any. */
export async function createJoinLink(
  deps: Deps,
  asker: Asker,
  { origin }: CallExtras,
  content: LinkContents['join'],
): Promise<JoinLink | Refusal> {
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const link = await createLinkAs(deps, asker, vault, { kind: 'join', content })
  if (isRefusal(link)) return link
  const path = `${await storefrontPath(deps.db, shopId)}#/join/${link.token}`
  const url = new URL(path, baseForPhones(origin, deps.lan()?.url)).href
  return { ...link, path, url, qr: await QRCode.toString(url, { type: 'svg', margin: 2 }) }
}

/**
 * Where a phone reaches the page that its asker sees. An https address is one for phones already (a proxy's may be the only one);
 * `localhost` would lead a phone to itself, and plain http to the page about trust only.
 */
export function baseForPhones(origin: string, lan: string | undefined): string {
  const here = new URL(origin)
  const isLoopback = here.hostname === 'localhost' || here.hostname === '[::1]' || here.hostname.startsWith('127.')
  if (here.protocol === 'https:' && !isLoopback) return here.origin
  return lan ?? here.origin
}
