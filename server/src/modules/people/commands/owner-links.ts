import { refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { nameShop } from '../../shops/index.ts'
import { markUsed, openLink } from '../links.ts'
import { hashPassword, isWeak } from '../passwords.ts'
import { signIn } from '../signed-in.ts'
import { insertStaff, isLoginTaken } from '../staff.ts'
import { untilTaken } from '../until-taken.ts'

/** Whether the link still makes an owner: asked before anybody fills a form in. */
export const ownerLinkLook: Handler<'ownerLink.look'> = async (deps, { shopId }, { token }) => {
  const vault = await deps.vault.shop(shopId)
  return (await openLink(deps.db, deps, vault, { shopId, kind: 'owner', token, toUse: false })) ? {} : refuse('linkUsed')
}

/** The link from the server's window makes an owner, and names the shop (P1). */
export const ownerLinkUse: Handler<'ownerLink.use'> = async (deps, asker, body, call) => {
  if (call.surface !== 'console') return refuse('forbidden')
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const link = { shopId, kind: 'owner', token: body.token } as const
  if (!(await openLink(deps.db, deps, vault, { ...link, toUse: false }))) return refuse('linkUsed')
  if (await isWeak(body.password, [body.login, body.name, body.shopName ?? ''])) return refuse('passwordWeak')
  const passwordHash = await hashPassword(body.password)
  return untilTaken(() =>
    deps.log.transact(shopId, async (tx) => {
      const open = await openLink(tx.db, deps, vault, { ...link, toUse: true })
      if (!open) return refuse('linkUsed')
      if (await isLoginTaken(tx.db, vault, shopId, body.login)) return refuse('nameTaken')
      await markUsed(tx.db, deps, shopId, open.linkId)
      const personId = deps.newId()
      const now = deps.clock.now()
      await insertStaff(tx.db, vault, shopId, { personId, name: body.name, roles: ['owner'], login: body.login, passwordHash, now })
      if (body.shopName?.trim()) await nameShop(tx.db, shopId, body.shopName.trim())
      return signIn(tx, deps, vault, asker, personId, call)
    }),
  )
}
