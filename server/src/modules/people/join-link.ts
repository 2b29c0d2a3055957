import type { Asker, Deps } from '../../platform/deps.ts'
import { createLink, type LinkContents } from './links.ts'

/** A link for `#/join/<token>`: who scans it is signed in as `personId` (null: a new customer) and joins `conversationId`, if any. */
export async function createJoinLink(
  deps: Deps,
  asker: Asker,
  content: LinkContents['join'],
): Promise<{ token: string; path: string; expiresAt: number }> {
  const { shopId, personId: createdBy } = asker
  const vault = await deps.vault.shop(shopId)
  const { token, expiresAt } = await createLink(deps.db, deps, vault, { shopId, kind: 'join', content, createdBy })
  return { token, path: `/#/join/${token}`, expiresAt }
}
