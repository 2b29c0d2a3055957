import type { Deps } from '../../platform/deps.ts'
import { createLink, voidLinks } from './links.ts'
import { loginOf, otherOwners, ownersOf } from './staff.ts'

/** A new one-time link that makes an owner; earlier ones open nothing any more (P1). Undefined when the shop has an owner. */
export async function newOwnerLink(deps: Deps, shopId: string): Promise<string | undefined> {
  const vault = await deps.vault.shop(shopId)
  return deps.db.transaction().execute(async (tx) => {
    if ((await otherOwners(tx, shopId, null)) > 0) return undefined
    await voidLinks(tx, deps, shopId, 'owner')
    const { token } = await createLink(tx, deps, vault, { shopId, kind: 'owner', content: {}, by: null })
    return token
  })
}

/** A new link for each owner, by which he chooses another password: whoever is at the machine lets him in again (P19). */
export async function ownersPasswordLinks(deps: Deps, shopId: string): Promise<{ name: string; login: string; token: string }[]> {
  const vault = await deps.vault.shop(shopId)
  const links = []
  for (const personId of await ownersOf(deps.db, shopId)) {
    const his = await loginOf(deps.db, vault, shopId, personId)
    if (!his) continue
    const { token } = await createLink(deps.db, deps, vault, {
      shopId,
      kind: 'password',
      content: { personId, replaces: his.passwordHash },
      by: null,
    })
    links.push({ name: his.name, login: his.login, token })
  }
  return links
}
