import { isRefusal, refuse } from '@bobber/protocol'
import type { Handler } from '../../../platform/handler.ts'
import { createCustomer } from '../create-customer.ts'
import { findCustomers, viewsOf } from '../customers.ts'
import { readPerson } from '../persons.ts'
import type { PeoplePorts } from '../ports.ts'

export function customerFind(ports: PeoplePorts): Handler<'customer.find'> {
  return async (deps, { shopId }, { text }) => ({ customers: await findCustomers(deps, ports, shopId, text) })
}

export function customerGet(ports: PeoplePorts): Handler<'customer.get'> {
  return async (deps, { shopId }, { personId }) => {
    const person = await readPerson(deps.db, await deps.vault.shop(shopId), shopId, personId)
    if (!person || person.class === 'staff') return refuse('notFound')
    const [customer] = await viewsOf(deps.db, ports, shopId, [person])
    return customer ? { customer } : refuse('notFound')
  }
}

/** A walk-in or caller. Somebody whose number is known is that customer, whatever he is called today. */
export function customerCreate(ports: PeoplePorts): Handler<'customer.create'> {
  return async (deps, { shopId }, body) => {
    const vault = await deps.vault.shop(shopId)
    const personId = await deps.log.transact(shopId, (tx) => createCustomer(tx, deps, vault, body))
    if (isRefusal(personId)) return personId
    const person = await readPerson(deps.db, vault, shopId, personId)
    const [customer] = person ? await viewsOf(deps.db, ports, shopId, [person]) : []
    return customer ? { customer } : refuse('notFound')
  }
}
