import type { TSchema } from 'typebox'
import { catalogueBodies } from './api/catalogue.ts'
import { conversationBodies } from './api/conversations.ts'
import { orderBodies } from './api/orders.ts'
import { peopleBodies } from './api/people.ts'
import { shopBodies } from './api/shop.ts'
import type { RouteName } from './routes.ts'

/** What each route takes; the server decodes with it, OpenAPI is made of it. Browsers import the types only. */
export const bodies: Record<RouteName, TSchema> = {
  ...peopleBodies,
  ...shopBodies,
  ...catalogueBodies,
  ...conversationBodies,
  ...orderBodies,
}
