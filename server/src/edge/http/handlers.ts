import { catalogueHandlers } from '../../modules/catalogue/index.ts'
import { conversationHandlers } from '../../modules/conversations/index.ts'
import { handlers as fileHandlers } from '../../modules/files/index.ts'
import { orderHandlers, type PaymentProviders } from '../../modules/orders/index.ts'
import { peopleHandlers, type PeoplePorts } from '../../modules/people/index.ts'
import { shopHandlers, type ShopPorts } from '../../modules/shops/index.ts'
import { stockHandlers } from '../../modules/stock/index.ts'
import type { Handlers } from '../../platform/handler.ts'

/** Every route's handler, module by module; lower modules get here what they need of higher ones. */
export function allHandlers(ports: { people: PeoplePorts; shops: ShopPorts; payments: PaymentProviders }): Handlers {
  return {
    ...peopleHandlers(ports.people),
    ...shopHandlers(ports.shops),
    ...fileHandlers,
    ...catalogueHandlers,
    ...conversationHandlers,
    ...stockHandlers,
    ...orderHandlers(ports.payments),
  }
}
