import { isRefusal, type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../../log/index.ts'
import type { Asker, Deps, Nobody } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { becomeCustomer } from '../become-customer.ts'
import { boundTo } from '../bound-to.ts'
import { lockPhone, personByPhone } from '../persons.ts'
import { spendCode, tryCode } from '../phone-codes.ts'
import { readPhone } from '../phones.ts'
import type { PeoplePorts } from '../ports.ts'
import { signIn } from '../signed-in.ts'

/** Signs a customer in by phone and code; a guest keeps his talk (P7). */
export function phoneCodeConfirm(ports: PeoplePorts): Handler<'phoneCode.confirm'> {
  return async (deps, asker, body, call) => {
    const phone = readPhone(body.phone)
    if (!phone) return refuse('phoneInvalid')
    if (call.surface !== 'storefront') return refuse('forbidden')
    const { shopId } = asker
    const vault = await deps.vault.shop(shopId)
    const code = { shopId, phoneBlind: vault.blind('phone', phone), purpose: body.purpose, bound: boundTo(asker, call) }
    const right = await tryCode(deps, code, body.code)
    if (isRefusal(right)) return right
    return deps.log.transact(shopId, async (tx) => {
      if (!(await spendCode(tx.db, deps, shopId, right.codeId))) return refuse('codeExpired')
      const personId = await customerWith(tx, deps, ports, vault, asker, phone, body.name)
      if (isRefusal(personId)) return personId
      return signIn(tx, deps, vault, asker, personId, call)
    })
  }
}

async function customerWith(
  tx: Tx,
  deps: Deps,
  ports: PeoplePorts,
  vault: ShopVault,
  asker: Asker | Nobody,
  phone: string,
  name: string | undefined,
): Promise<string | Refusal> {
  await lockPhone(tx.db, vault, asker.shopId, phone)
  const known = await personByPhone(tx.db, vault, asker.shopId, phone)
  return becomeCustomer(tx, deps, ports, vault, asker, { personId: known ?? null, name, phone })
}
