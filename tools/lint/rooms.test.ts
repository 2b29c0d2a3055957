import { expect, test } from 'vitest'
import { whyNot } from './rooms.ts'

const allowed = [
  ['packages/domain/src/price/price.ts', 'packages/protocol/src/price.ts'],
  ['server/src/modules/orders/commands/place.ts', 'server/src/modules/stock/index.ts'],
  ['server/src/modules/orders/commands/place.ts', 'server/src/modules/orders/queries/one.ts'],
  ['server/src/edge/http/orders.ts', 'server/src/modules/orders/index.ts'],
  ['server/src/platform/deps.ts', 'server/src/config.ts'],
  ['server/src/main.ts', 'server/src/edge/http/listen.ts'],
  ['server/test/log/append.pg.test.ts', 'server/src/log/append.ts'],
  ['apps/console/src/main.tsx', 'packages/client/src/index.ts'],
]

const refused = [
  ['packages/protocol/src/price.ts', 'packages/domain/src/index.ts', 'protocol may not use domain'],
  ['packages/client/src/sync.ts', 'server/src/log/read.ts', 'client may not use server/log'],
  ['server/src/log/append.ts', 'server/src/modules/people/index.ts', 'server/log may not use server/modules'],
  ['server/src/modules/stock/index.ts', 'server/src/modules/orders/index.ts', 'upwards goes by facts'],
  ['server/src/modules/payments/index.ts', 'server/src/modules/supply/index.ts', 'upwards goes by facts'],
  ['server/src/modules/orders/index.ts', 'server/src/modules/stock/claims.ts', 'through its index.ts only'],
  ['server/src/edge/ws/frames.ts', 'server/src/modules/people/queries/one.ts', 'through its index.ts only'],
  ['server/src/modules/orders/index.ts', 'server/src/integrations/sms.ts', 'server/modules may not use server/integrations'],
  ['server/src/modules/notes/index.ts', 'server/src/modules/people/index.ts', 'has no row'],
  ['server/src/log/append.ts', 'server/test/database.ts', "a test's helper"],
  ['apps/console/src/main.tsx', 'apps/storefront/src/main.tsx', 'may not use apps/storefront'],
]

test.each(allowed)('G18 directions: %s may use %s', (from, to) => {
  expect(whyNot(from, to)).toBeUndefined()
})

test.each(refused)('G18 directions: %s may not use %s', (from, to, why) => {
  expect(whyNot(from, to)).toContain(why)
})
