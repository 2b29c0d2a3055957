import { refuse } from '@bobber/protocol'
import { sql } from 'kysely'
import type { Handler } from '../../../platform/handler.ts'
import { openConversation } from '../open.ts'
import { openOfCustomer } from '../queries/open-of-customer.ts'
import { classOfPerson } from '../../people/index.ts'
import { isChatOn } from '../../shops/index.ts'

/** A visitor's own talk, the open one if there is one; or the one that staff open with a customer. */
export const enquiryOpen: Handler<'enquiry.open'> = async (deps, asker, body) => {
  const customerId = asker.class === 'staff' ? body.customerId : asker.personId
  if (customerId === undefined) return refuse('malformed', { detail: 'customerId' })
  if (!(await isChatOn(deps.db, asker.shopId))) return refuse('featureOff')
  return deps.log.transact(asker.shopId, async (tx) => {
    const known = await classOfPerson(tx.db, asker.shopId, customerId)
    if (known !== 'customer' && known !== 'guest') return refuse('notFound')
    // Two tabs at once: the second waits here and then finds what the first has opened.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`enquiry/${asker.shopId}/${customerId}`}, 0))`.execute(tx.db)
    const open = await openOfCustomer(tx.db, asker.shopId, customerId)
    if (open) return { conversationId: open.conversationId }
    const conversationId = deps.newId()
    await openConversation(tx, {
      conversationId,
      kind: 'enquiry',
      customerId,
      openedById: asker.personId,
      ...(body.productId !== undefined && { productId: body.productId }),
    })
    return { conversationId }
  })
}
