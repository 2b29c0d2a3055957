import { type Calls, type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../../log/index.ts'
import type { Asker, Deps } from '../../../platform/deps.ts'
import type { ShopVault } from '../../../platform/vault/shop-vault.ts'
import { conversationMark } from '../../conversations/index.ts'
import { classOfPerson, createCustomer } from '../../people/index.ts'

type Place = Calls['order.place']['body']

/**
 * Whose order it is: her own; for staff the customer they name, the one they talk with, or somebody who just walked in (R1).
 * Refusals: `notFound` (nobody of this shop, or not a customer), `forbidden` (a customer names somebody), `phoneInvalid`.
 */
export async function customerOf(
  tx: Tx,
  deps: Deps,
  vault: ShopVault,
  asker: Asker,
  { customer, conversationId }: Place,
): Promise<string | Refusal> {
  if (asker.class !== 'staff') return customer ? refuse('forbidden') : asker.personId
  if (customer && 'name' in customer) return createCustomer(tx, deps, vault, customer)
  const talk = conversationId === undefined ? undefined : await conversationMark(tx.db, tx.shopId, conversationId)
  const personId = customer?.personId ?? talk?.customerId
  if (!personId) return createCustomer(tx, deps, vault, { name: asker.locale === 'zh' ? '散客' : 'Walk-in' })
  const found = await classOfPerson(tx.db, tx.shopId, personId)
  return found === 'customer' || found === 'guest' ? personId : refuse('notFound')
}
