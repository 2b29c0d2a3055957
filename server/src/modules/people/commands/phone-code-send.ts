import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { shopRules } from '../../shops/index.ts'
import { boundTo } from '../bound-to.ts'
import { issueCode } from '../phone-codes.ts'
import { readPhone } from '../phones.ts'

const resendAfterMs = 60_000

/** Sends a sign-in code. The answer is the same for phones the shop knows and doesn't know (P4). */
export const phoneCodeSend: Handler<'phoneCode.send'> = async (deps, asker, body, call) => {
  const phone = readPhone(body.phone)
  if (!phone) return refuse('phoneInvalid')
  if (call.surface !== 'storefront') return refuse('forbidden')
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const to = { shopId, phoneBlind: vault.blind('phone', phone), purpose: body.purpose, bound: boundTo(asker, call) }
  const issued = await issueCode(deps, to, vault.blind('network', call.network))
  if (isRefusal(issued)) return issued
  await deps.sms.send({ phone, code: issued.code, shopName: (await shopRules(deps.db, shopId)).name })
  return { resendAfterMs, window: deps.sms.inWindow }
}
