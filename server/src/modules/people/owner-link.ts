import type { Deps } from '../../platform/deps.ts'
import { createLink, voidLinks } from './links.ts'
import { otherOwners } from './staff.ts'

/**
 * A new one-time link that makes an owner; earlier ones open nothing any more (P1). Undefined when the shop has an owner, unless
 * `although` (the command line: an owner who forgot the password).
 */
export async function newOwnerLink(deps: Deps, shopId: string, { although = false } = {}): Promise<string | undefined> {
  const vault = await deps.vault.shop(shopId)
  return deps.db.transaction().execute(async (tx) => {
    if (!although && (await otherOwners(tx, shopId, null)) > 0) return undefined
    await voidLinks(tx, deps, shopId, 'owner')
    const { token } = await createLink(tx, deps, vault, { shopId, kind: 'owner', content: {}, createdBy: null })
    return token
  })
}
