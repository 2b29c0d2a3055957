import { counterPayments } from './integrations/payments/counter.ts'
import { simulatedPayments } from './integrations/payments/simulator.ts'
import type { Jobs } from './jobs/worker.ts'
import { hasPriceRules, hasProducts } from './modules/catalogue/index.ts'
import { handOverFiles } from './modules/files/index.ts'
import { handOver, join, openOfCustomer, touchPerson } from './modules/conversations/index.ts'
import { handOverOrders, orderCounts, orderJobs, orderPlaceOf, type PaymentProviders } from './modules/orders/index.ts'
import { type CustomerFacts, type PeoplePorts, proveOwn } from './modules/people/index.ts'
import type { ShopPorts } from './modules/shops/index.ts'
import { addSample, removeSample } from './modules/stock/index.ts'
import type { Db, Deps } from './platform/deps.ts'

/** What lower modules need of higher ones, put together where all are known. */
export const peoplePorts: PeoplePorts = {
  async handOver(tx, fromPersonId, toPersonId) {
    await handOver(tx, fromPersonId, toPersonId)
    await handOverOrders(tx, fromPersonId, toPersonId)
    await handOverFiles(tx, fromPersonId, toPersonId)
  },
  personChanged: touchPerson,
  join: (tx, conversationId, person) => join(tx, conversationId, person),
  orderPlace: orderPlaceOf,
  customerFacts,
}

export const shopPorts: ShopPorts = {
  proveOwn,
  hasProducts,
  hasPriceRules,
  addSample,
  removeSample,
}

export const providers: PaymentProviders = { simulator: simulatedPayments(), counter: counterPayments() }

/** Every job there is, by name. */
export function jobs(deps: Deps): Jobs {
  return orderJobs(deps, providers)
}

async function customerFacts(db: Db, shopId: string, personIds: readonly string[]): Promise<Map<string, CustomerFacts>> {
  const counts = await orderCounts(db, shopId, personIds)
  const facts = new Map<string, CustomerFacts>()
  for (const personId of personIds) {
    const talk = await openOfCustomer(db, shopId, personId)
    facts.set(personId, { ...(counts.get(personId) ?? { orders: 0, out: 0 }), conversationId: talk?.conversationId ?? null })
  }
  return facts
}
