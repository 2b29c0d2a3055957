import { isRefusal, refuse } from '@bobber/protocol'
import type { Db } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { consolePath, createLinkAs, markUsed, type OpenLink, openLink, revoke } from '../links.ts'
import { hashPassword, isWeak } from '../passwords.ts'
import { signIn } from '../signed-in.ts'
import { type Login, loginOf, replacePassword } from '../staff.ts'

/** A link by which a colleague who forgot his password chooses another one (P19). */
export const passwordLinkCreate: Handler<'passwordLink.create'> = async (deps, asker, { personId }) => {
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const his = await loginOf(deps.db, vault, shopId, personId)
  if (!his) return refuse('notFound')
  const content = { personId, replaces: his.passwordHash }
  const link = await createLinkAs(deps, asker, vault, { kind: 'password', content })
  return isRefusal(link) ? link : { ...link, path: consolePath('password', link.token) }
}

/** Whose password the link sets. */
export const passwordLinkLook: Handler<'passwordLink.look'> = async (deps, { shopId }, { token }) => {
  const vault = await deps.vault.shop(shopId)
  const open = await openLink(deps.db, deps, vault, { shopId, kind: 'password', token, toUse: false })
  const his = open && (await toReplace(deps.db, vault, shopId, open))
  return his ? { name: his.name, login: his.login } : refuse('linkUsed')
}

/** What was done in his name with the old password ends: every session, and the links that were made. */
export const passwordLinkUse: Handler<'passwordLink.use'> = async (deps, asker, { token, password }, call) => {
  if (call.surface !== 'console') return refuse('forbidden')
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const link = { shopId, kind: 'password', token } as const
  const open = await openLink(deps.db, deps, vault, { ...link, toUse: false })
  const his = open && (await toReplace(deps.db, vault, shopId, open))
  if (!his) return refuse('linkUsed')
  if (await isWeak(password, [his.login, his.name])) return refuse('passwordWeak')
  const passwordHash = await hashPassword(password)
  return deps.log.transact(shopId, async (tx) => {
    const locked = await openLink(tx.db, deps, vault, { ...link, toUse: true })
    if (!locked || !(await toReplace(tx.db, vault, shopId, locked))) return refuse('linkUsed')
    const { personId, replaces } = locked.content
    // Another link to the same password may have been used since it was looked at.
    if (!(await replacePassword(tx.db, shopId, personId, replaces, passwordHash))) return refuse('linkUsed')
    await markUsed(tx.db, deps, shopId, locked.linkId)
    await revoke(tx, deps, { personId })
    return signIn(tx, deps, vault, asker, personId, call)
  })
}

/** The login that the link was made for; undefined once its password is another than the one it was to replace, however that came. */
async function toReplace(db: Db, vault: ShopVault, shopId: string, { content }: OpenLink<'password'>): Promise<Login | undefined> {
  const his = await loginOf(db, vault, shopId, content.personId)
  return his?.passwordHash === content.replaces ? his : undefined
}
