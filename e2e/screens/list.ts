import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { PracticeShop } from './practice-shop.ts'

/** A screen, who looks at it, and what must be there before it is looked at. */
export interface ScreenOf {
  name: string
  who: 'nobody' | 'customer' | 'owner' | 'clerk'
  address: (shop: PracticeShop) => string
  /** CSS of what shows that it is complete */
  shown: string
  /** gets it there from its address */
  reach?: (page: Page) => Promise<void>
}

const tackle = readFileSync(join(import.meta.dirname, '../../server/test/fixtures/tackle-40.csv'))

export const storefrontScreens: readonly ScreenOf[] = [
  { name: 'shop', who: 'customer', address: () => '/#/', shown: '.product-grid li' },
  { name: 'product', who: 'customer', address: ({ productId }) => `/#/p/${productId}`, shown: '.quote' },
  { name: 'conversation', who: 'customer', address: ({ conversationId }) => `/#/c/${conversationId}`, shown: '.fact-card.asks' },
  { name: 'rentals', who: 'customer', address: () => '/#/rentals', shown: '.order-tile' },
  { name: 'order', who: 'customer', address: ({ lateOrderId }) => `/#/o/${lateOrderId}`, shown: '.order-page' },
  { name: 'sign-in', who: 'nobody', address: () => '/#/sign-in', shown: 'form input' },
  { name: 'join', who: 'customer', address: ({ links }) => links.join, shown: '.card.form .button' },
]

export const consoleScreens: readonly ScreenOf[] = [
  { name: 'counter', who: 'owner', address: () => '/console/', shown: 'main section' },
  { name: 'inbox', who: 'owner', address: () => '/console/inbox', shown: 'main a.row' },
  {
    name: 'conversation',
    who: 'owner',
    address: ({ conversationId }) => `/console/inbox/${conversationId}`,
    shown: '[role=log] section, [role=log] article, [role=log] > div',
  },
  { name: 'orders', who: 'owner', address: () => '/console/orders', shown: 'main a' },
  { name: 'new-order', who: 'owner', address: () => '/console/orders/new', shown: 'main input' },
  { name: 'order', who: 'owner', address: ({ lateOrderId }) => `/console/orders/${lateOrderId}`, shown: 'main table' },
  { name: 'slip', who: 'owner', address: ({ lateOrderId }) => `/console/orders/${lateOrderId}/slip`, shown: 'main code' },
  { name: 'hand-overs', who: 'owner', address: () => '/console/hand-overs', shown: 'main h2' },
  { name: 'hand-out', who: 'owner', address: () => '/console/hand-overs/out', shown: 'main input' },
  { name: 'take-back', who: 'owner', address: () => '/console/hand-overs/in', shown: 'main input' },
  { name: 'stock', who: 'owner', address: () => '/console/stock', shown: 'main a[href*="/stock/"]' },
  { name: 'variant', who: 'owner', address: ({ variantId }) => `/console/stock/${variantId}`, shown: 'main dl' },
  {
    name: 'product-form',
    who: 'owner',
    address: ({ productId, variantId }) => `/console/stock/edit/${productId}?variant=${variantId}`,
    shown: 'main img',
  },
  {
    name: 'import-preview',
    who: 'owner',
    address: () => '/console/import',
    shown: 'main input[type=file]',
    async reach(page) {
      await page.locator('main input[type=file]').first().setInputFiles({ name: 'tackle-40.csv', mimeType: 'text/csv', buffer: tackle })
      await page.locator('main').getByText('tackle-40.csv').waitFor()
    },
  },
  { name: 'people', who: 'owner', address: () => '/console/people', shown: 'main .row' },
  { name: 'settings', who: 'owner', address: () => '/console/settings', shown: '#rules form' },
  { name: 'sign-in', who: 'nobody', address: () => '/console/sign-in', shown: 'form input' },
  { name: 'invitation', who: 'nobody', address: ({ links }) => links.invitation, shown: 'form input' },
  { name: 'new-password', who: 'nobody', address: ({ links }) => links.password, shown: 'form input[type=password]' },
]
