import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { shopRules } from '../../shops/index.ts'
import { consolePath, createLinkAs, markUsed, openLink } from '../links.ts'
import { hashPassword, isWeak } from '../passwords.ts'
import { signIn } from '../signed-in.ts'
import { insertStaff, isLoginTaken } from '../staff.ts'
import { untilTaken } from '../until-taken.ts'

/** A link that lets one person choose login and password, with the roles that the owner gave (P2). */
export const invitationCreate: Handler<'invitation.create'> = async (deps, asker, { name, roles }) => {
  const vault = await deps.vault.shop(asker.shopId)
  const link = await createLinkAs(deps, asker, vault, { kind: 'invitation', content: { name, roles: [...new Set(roles)] } })
  return isRefusal(link) ? link : { ...link, path: consolePath('invitation', link.token) }
}

/** What the invited person sees before accepting. */
export const invitationLook: Handler<'invitation.look'> = async (deps, { shopId }, { token }) => {
  const vault = await deps.vault.shop(shopId)
  const open = await openLink(deps.db, deps, vault, { shopId, kind: 'invitation', token, toUse: false })
  if (!open) return refuse('linkUsed')
  return { ...open.content, shopName: (await shopRules(deps.db, shopId)).name }
}

export const invitationAccept: Handler<'invitation.accept'> = async (deps, asker, body, call) => {
  if (call.surface !== 'console') return refuse('forbidden')
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const link = { shopId, kind: 'invitation', token: body.token } as const
  const invited = await openLink(deps.db, deps, vault, { ...link, toUse: false })
  if (!invited) return refuse('linkUsed')
  if (await isWeak(body.password, [body.login, invited.content.name])) return refuse('passwordWeak')
  const passwordHash = await hashPassword(body.password)
  return untilTaken(() =>
    deps.log.transact(shopId, async (tx) => {
      const open = await openLink(tx.db, deps, vault, { ...link, toUse: true })
      if (!open) return refuse('linkUsed')
      if (await isLoginTaken(tx.db, vault, shopId, body.login)) return refuse('nameTaken')
      await markUsed(tx.db, deps, shopId, open.linkId)
      const personId = deps.newId()
      const { name, roles } = open.content
      await insertStaff(tx.db, vault, shopId, { personId, name, roles, login: body.login, passwordHash, now: deps.clock.now() })
      return signIn(tx, deps, vault, asker, personId, call)
    }),
  )
}
