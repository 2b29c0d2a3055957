import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { becomeCustomer } from '../become-customer.ts'
import { createJoinLink } from '../join-link.ts'
import { markUsed, openLink } from '../links.ts'
import { readPerson } from '../persons.ts'
import type { PeoplePorts } from '../ports.ts'
import { tellEnded } from '../sessions.ts'
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

/** The customer scanned it: she is signed in as whom the QR names, or as a new customer; a guest keeps her talk. */
export function counterQrUse(ports: PeoplePorts): Handler<'counterQr.use'> {
  return async (deps, asker, { token, name }, call) => {
    if (call.surface !== 'storefront') return refuse('forbidden')
    const { shopId } = asker
    const vault = await deps.vault.shop(shopId)
    return deps.log.transact(shopId, async (tx) => {
      const open = await openLink(tx.db, deps, vault, { shopId, kind: 'join', token, toUse: true })
      if (!open) return refuse('linkUsed')
      await markUsed(tx.db, deps, shopId, open.linkId)
      const as = { personId: open.content.personId ?? (asker.class === 'customer' ? asker.personId : null), name, phone: null }
      const personId = await becomeCustomer(tx, deps, ports, vault, asker, as)
      if (isRefusal(personId)) return personId
      const { reply, ended } = await signIn(tx.db, deps, vault, asker, personId, call)
      const { conversationId } = open.content
      if (conversationId !== null) await ports.join(tx, conversationId, { personId, name: reply.me.name })
      tx.afterCommit(() => tellEnded(deps, shopId, ended))
      return { ...reply, conversationId }
    })
  }
}
