import { isRefusal, refuse } from '@bobber/protocol'
import type { Asker, Db, Nobody } from '../../../platform/deps.ts'
import type { Handler } from '../../../platform/handler.ts'
import { becomeCustomer } from '../become-customer.ts'
import { createJoinLink } from '../join-link.ts'
import { markUsed, openLink } from '../links.ts'
import { readPerson, whoIsNow } from '../persons.ts'
import type { PeoplePorts } from '../ports.ts'
import { signIn } from '../signed-in.ts'

/** A QR that staff show at the counter: it signs one customer in, and an order's takes her into its conversation (P11). */
export function counterQrCreate(ports: PeoplePorts): Handler<'counterQr.create'> {
  return async (deps, asker, { customerId, orderId }, call) => {
    const { shopId } = asker
    const place = orderId === undefined ? undefined : await ports.orderPlace(deps.db, shopId, orderId)
    if (orderId !== undefined && !place) return refuse('notFound')
    const personId = customerId ?? place?.customerId ?? null
    if (personId !== null) {
      const person = await readPerson(deps.db, await deps.vault.shop(shopId), shopId, personId)
      if (person?.class !== 'customer') return refuse('notFound')
      if (place?.customerId && place.customerId !== personId) return refuse('notFound')
    }
    return createJoinLink(deps, asker, call, { personId, conversationId: place?.conversationId ?? null })
  }
}

/** Whom it will sign in: said before anything happens, because an address may come from anybody (P11). */
export const counterQrLook: Handler<'counterQr.look'> = async (deps, asker, { token }) => {
  const { shopId } = asker
  const vault = await deps.vault.shop(shopId)
  const open = await openLink(deps.db, deps, vault, { shopId, kind: 'join', token, toUse: false })
  if (!open) return refuse('linkUsed')
  const personId = await signedInBy(deps.db, asker, open.content.personId)
  const person = personId === null ? undefined : await readPerson(deps.db, vault, shopId, personId)
  return { name: person?.name ?? null, same: personId !== null && personId === asker.personId }
}

/** The customer scanned it: she is signed in as whom the QR names, or as a new customer; a guest's talk comes along if she says so. */
export function counterQrUse(ports: PeoplePorts): Handler<'counterQr.use'> {
  return async (deps, asker, { token, name, keepTalk = false }, call) => {
    if (call.surface !== 'storefront') return refuse('forbidden')
    const { shopId } = asker
    const vault = await deps.vault.shop(shopId)
    return deps.log.transact(shopId, async (tx) => {
      const open = await openLink(tx.db, deps, vault, { shopId, kind: 'join', token, toUse: true })
      if (!open) return refuse('linkUsed')
      await markUsed(tx.db, deps, shopId, open.linkId)
      const as = { personId: await signedInBy(tx.db, asker, open.content.personId), name, phone: null }
      const personId = await becomeCustomer(tx, deps, ports, vault, keepTalk ? asker : strangerOf(asker), as)
      if (isRefusal(personId)) return personId
      const signedIn = await signIn(tx, deps, vault, asker, personId, call)
      const { conversationId } = open.content
      if (conversationId !== null) await ports.join(tx, conversationId, { personId, name: signedIn.me.name })
      return { ...signedIn, conversationId }
    })
  }
}

/** Whom a QR for `named` signs in: the one it names, as who he is now; a customer who scans one for nobody stays herself; null: somebody new. */
async function signedInBy(db: Db, asker: Asker | Nobody, named: string | null): Promise<string | null> {
  if (named !== null) return whoIsNow(db, asker.shopId, named)
  return asker.class === 'customer' ? asker.personId : null
}

/** Whoever asks, as one of whom nothing is known. */
function strangerOf({ shopId, locale }: Asker | Nobody): Nobody {
  return { shopId, personId: null, class: 'nobody', roles: [], sessionId: null, locale }
}
