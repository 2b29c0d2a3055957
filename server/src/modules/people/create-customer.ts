import { type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { Deps } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { insertPerson, lockPhone, personByPhone } from './persons.ts'
import { readPhone } from './phones.ts'

/** The customer of a name and perhaps a phone, made when the phone is new. Answers the person's id. */
export async function createCustomer(
  tx: Pick<Tx, 'db' | 'shopId' | 'now'>,
  deps: Pick<Deps, 'newId'>,
  vault: ShopVault,
  body: { name: string; phone?: string | undefined },
): Promise<string | Refusal> {
  const written = body.phone?.trim()
  const phone = written ? readPhone(written) : undefined
  if (written && !phone) return refuse('phoneInvalid')
  if (phone) {
    await lockPhone(tx.db, vault, tx.shopId, phone)
    const known = await personByPhone(tx.db, vault, tx.shopId, phone)
    if (known) return known
  }
  const personId = deps.newId()
  await insertPerson(tx.db, vault, tx.shopId, { personId, class: 'customer', name: body.name, phone: phone ?? null, now: tx.now })
  return personId
}
