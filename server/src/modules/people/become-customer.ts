import { type Refusal, refuse } from '@bobber/protocol'
import type { Tx } from '../../log/index.ts'
import type { Asker, Deps, Nobody } from '../../platform/deps.ts'
import type { ShopVault } from '../../platform/vault/shop-vault.ts'
import { aliasGuest, insertPerson, makeCustomer, readPerson, whoIsNow } from './persons.ts'
import type { PeoplePorts } from './ports.ts'

/**
 * The customer that whoever asks is from now on. A guest stays the same person when nobody had the phone; else he was that customer all
 * the time: an alias, and his conversations go on as the customer's (P7). Answers the customer's id.
 */
export async function becomeCustomer(
  tx: Tx,
  deps: Deps,
  ports: PeoplePorts,
  vault: ShopVault,
  asker: Asker | Nobody,
  as: { personId: string | null; name: string | undefined; phone: string | null },
): Promise<string | Refusal> {
  const { shopId } = asker
  if (as.personId !== null) {
    const known = await readPerson(tx.db, vault, shopId, await whoIsNow(tx.db, shopId, as.personId))
    if (!known || known.class === 'staff' || known.dismissed) return refuse('notFound')
    if (known.class === 'guest') {
      // Staff ordered for a guest: whoever scans that order's code is the guest, and a customer from now on.
      await makeCustomer(tx.db, vault, shopId, known.personId, { name: as.name?.trim() || known.name, phone: as.phone })
      await ports.personChanged(tx, known.personId)
    }
    if (asker.class === 'guest' && asker.personId !== known.personId) {
      const guestId = asker.personId
      await aliasGuest(tx.db, shopId, guestId, known.personId)
      await ports.handOver(tx, guestId, known.personId)
      tx.afterCommit(() => deps.aliases.learn(guestId, known.personId))
    }
    return known.personId
  }
  if (asker.class === 'guest') {
    const guest = await readPerson(tx.db, vault, shopId, asker.personId)
    const name = nameOf(as, guest?.name, asker.locale)
    await makeCustomer(tx.db, vault, shopId, asker.personId, { name, phone: as.phone })
    await ports.personChanged(tx, asker.personId)
    return asker.personId
  }
  const personId = deps.newId()
  const name = nameOf(as, undefined, asker.locale)
  await insertPerson(tx.db, vault, shopId, { personId, class: 'customer', name, phone: as.phone, now: tx.now })
  return personId
}

/** What he calls himself; else the last four digits, which staff ask for anyway; else what he was called as a guest. */
function nameOf(as: { name: string | undefined; phone: string | null }, before: string | undefined, locale: 'zh' | 'en'): string {
  const own = as.name?.trim()
  if (own) return own
  const word = locale === 'zh' ? '顾客' : 'Customer'
  return as.phone ? `${word} ${as.phone.slice(-4)}` : (before ?? word)
}
