import { handOver, join, touchPerson } from './modules/conversations/index.ts'
import { hasPriceRules, hasProducts } from './modules/catalogue/index.ts'
import type { Jobs } from './jobs/worker.ts'
import type { PeoplePorts } from './modules/people/index.ts'
import type { ShopPorts } from './modules/shops/index.ts'
import type { Deps } from './platform/deps.ts'

/** What lower modules need of higher ones, put together where all are known. */
export const peoplePorts: PeoplePorts = {
  handOver,
  personChanged: touchPerson,
  join: (tx, conversationId, person) => join(tx, conversationId, person),
  orderPlace: async () => undefined,
  customerFacts: async () => new Map(),
}

export const shopPorts: ShopPorts = {
  hasProducts,
  hasPriceRules,
  addSample: async () => 0,
  removeSample: async () => undefined,
}

export const jobs = (_deps: Deps): Jobs => ({})
