import type { Page } from 'playwright-core'
import type { ScreenOf } from './list.ts'
import type { PracticeShop } from './practice-shop.ts'

/** What a screen shows while it has nothing to show. */
interface State {
  surface: 'storefront' | 'console'
  name: 'empty' | 'loading' | 'offline' | 'error' | 'no-permission' | 'not-there'
  who: ScreenOf['who']
  bring: (page: Page, shop: PracticeShop) => Promise<unknown>
  /** CSS of what says so */
  shown: string
}

const fault = { status: 500, contentType: 'application/json', body: '{"code":"fault","message":"出了点问题","remedy":"请再试一次。"}' }
const nothingHere = '没有这样的东西'

/** The question is never answered, or answered with a fault. */
const unanswered = (page: Page, route: string) => page.route(`**/api/${route}*`, () => undefined)
const faulty = (page: Page, route: string) => page.route(`**/api/${route}*`, (request) => request.fulfill(fault))

export const states: readonly State[] = [
  {
    surface: 'storefront',
    name: 'empty',
    who: 'customer',
    shown: '.empty',
    async bring(page) {
      await page.goto('/#/')
      await page.getByRole('searchbox').fill(nothingHere)
    },
  },
  {
    surface: 'storefront',
    name: 'loading',
    who: 'customer',
    shown: '.skeletons',
    async bring(page) {
      await unanswered(page, 'product.list')
      await page.goto('/#/')
    },
  },
  {
    surface: 'storefront',
    name: 'offline',
    who: 'customer',
    shown: '.status-line:not(.none)',
    async bring(page) {
      await page.goto('/#/')
      await page.locator('.product-grid li').first().waitFor()
      await page.context().setOffline(true)
    },
  },
  {
    surface: 'storefront',
    name: 'error',
    who: 'customer',
    shown: '.empty',
    async bring(page) {
      await faulty(page, 'product.list')
      await page.goto('/#/')
    },
  },
  {
    surface: 'storefront',
    name: 'no-permission',
    who: 'nobody',
    shown: '.empty',
    bring: (page, { lateOrderId }) => page.goto(`/#/o/${lateOrderId}`),
  },
  {
    surface: 'storefront',
    name: 'not-there',
    who: 'customer',
    shown: '.empty',
    bring: (page, { conversationId }) => page.goto(`/#/p/${conversationId}`),
  },
  {
    surface: 'console',
    name: 'empty',
    who: 'owner',
    shown: 'main h2',
    async bring(page) {
      await page.goto('/console/stock')
      await page.getByRole('searchbox').fill(nothingHere)
      await page.getByText('没有找到').first().waitFor()
    },
  },
  {
    surface: 'console',
    name: 'loading',
    who: 'owner',
    shown: 'main [role=status]',
    async bring(page) {
      await unanswered(page, 'order.list')
      await page.goto('/console/orders')
    },
  },
  {
    surface: 'console',
    name: 'offline',
    who: 'owner',
    shown: '[role=status]',
    async bring(page) {
      await page.goto('/console/orders')
      await page.locator('main a').first().waitFor()
      await page.context().setOffline(true)
      await page
        .getByRole('status')
        .filter({ hasText: /网络不通|正在连接/ })
        .waitFor()
    },
  },
  {
    surface: 'console',
    name: 'error',
    who: 'owner',
    shown: 'main h2',
    async bring(page) {
      await faulty(page, 'stock.list')
      await page.goto('/console/stock')
      await page.getByText('出了点问题').first().waitFor()
    },
  },
  {
    surface: 'console',
    name: 'no-permission',
    who: 'clerk',
    shown: 'main h2',
    async bring(page) {
      await page.goto('/console/import')
      await page.getByText('您的岗位看不到这里').waitFor()
    },
  },
  { surface: 'console', name: 'not-there', who: 'owner', shown: 'h2', bring: (page) => page.goto('/console/nowhere') },
]
