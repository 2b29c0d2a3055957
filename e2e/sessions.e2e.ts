import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './kit/browser.ts'
import { ask, cookieOf } from './kit/devices.ts'
import { type Server, startServer } from './kit/server.ts'

const words = '这句话只给店家看'
const password = 'wade-slow-27'

let server: Server
let browser: Browser
let owner: { base: string; surface: 'console'; token: string }
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  const token = server.line('owner').split('#').at(-1) ?? ''
  const shop = { token, name: '老周', login: 'zhou', password, shopName: '水边渔具' }
  owner = {
    base: server.base,
    surface: 'console',
    token: (await ask({ base: server.base, surface: 'console' }, 'ownerLink.use', shop)).token,
  }
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Everything of this origin that the browser would still show or give out: the page, its stores. */
function leftIn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const left = [document.body.textContent, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const opening = indexedDB.open(name)
        opening.addEventListener('success', () => done(opening.result))
        opening.addEventListener('error', () => failed(opening.error ?? new Error('not opened')))
      })
      if (database.objectStoreNames.contains('rows')) {
        const rows = database.transaction('rows').objectStore('rows').getAll()
        await new Promise((done) => rows.addEventListener('success', done))
        left.push(JSON.stringify(rows.result))
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) left.push(url)
    }
    return left.join('\n')
  })
}

/** Whether the browser has an answer of its own to this address. */
function isCached(page: Page, url: string): Promise<boolean> {
  return page.evaluate(
    (address) =>
      fetch(address, { cache: 'only-if-cached', mode: 'same-origin' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    url,
  )
}

/** A customer with a talk, on a phone of her own. */
async function customer(phone: string): Promise<{ context: BrowserContext; page: Page; token: string }> {
  const before = server.lines.length
  const storefront = { base: server.base, surface: 'storefront' } as const
  const guest = await ask(storefront, 'guest.begin', {})
  await ask({ ...storefront, token: guest.token }, 'phoneCode.send', { phone, purpose: 'signIn' })
  const code = await server.nextLine(/(\d{6})$/, before)
  const { token } = await ask({ ...storefront, token: guest.token }, 'phoneCode.confirm', { phone, purpose: 'signIn', code, name: '阿秀' })
  const context = await browser.newContext({ baseURL: server.base, locale: 'zh-CN', viewport: { width: 360, height: 740 } })
  context.setDefaultTimeout(15_000)
  await context.addCookies([await cookieOf(server.base, 'storefront', token)])
  const page = await context.newPage()
  await page.goto('/#/talk')
  await page.getByRole('button', { name: '问问店家' }).click()
  await page.getByLabel('写消息').fill(words)
  await page.getByRole('button', { name: '发送' }).click()
  await page
    .getByText(/已送达|已收到|已读/)
    .first()
    .waitFor()
  return { context, page, token }
}

/** A tab as browsers treat those in the background: no frame is drawn, and what waits for one comes late. */
async function hardlyDrawn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.requestAnimationFrame = () => 0
    const soon = window.setTimeout.bind(window)
    window.setTimeout = ((run: () => void, ms = 0) => soon(run, Math.max(1_200, ms))) as typeof window.setTimeout
  })
  return page
}

test('C18 a tab that is hardly drawn shows the talk that was caught up before it began to listen', async () => {
  const { context, token } = await customer('13800001600')
  await context.close()
  const another = await browser.newContext({ baseURL: server.base, locale: 'zh-CN', viewport: { width: 360, height: 740 } })
  another.setDefaultTimeout(15_000)
  await another.addCookies([await cookieOf(server.base, 'storefront', token)])
  const behind = await hardlyDrawn(another)
  const drawn = Promise.withResolvers<void>()
  await behind.routeWebSocket(/\/ws/, (socket) => {
    const shop = socket.connectToServer()
    shop.onMessage((frame) => void drawn.promise.then(() => socket.send(frame)))
  })
  await behind.goto('/#/talk')
  await behind.locator('.skeleton-order').first().waitFor()
  drawn.resolve()
  await expect.poll(() => behind.getByText(words).isVisible()).toBe(true)
  await another.close()
})

test('C18 an address that is opened while the page is drawn is the one that is shown', async () => {
  const context = await browser.newContext({ baseURL: server.base, locale: 'zh-CN', viewport: { width: 360, height: 740 } })
  context.setDefaultTimeout(15_000)
  const page = await hardlyDrawn(context)
  await page.goto('/')
  await page.locator('.frame').waitFor()
  await page.evaluate(() => (location.hash = '#/sign-in'))
  const signIn = page.getByRole('heading', { name: '登录' })
  await expect.poll(() => signIn.isVisible()).toBe(true)
  await context.close()
})

describe('who leaves takes everything along', () => {
  test('C16 after signing out, and a reload, nothing of the talk is on the phone, in another tab neither', async () => {
    const { context, page } = await customer('13800001601')
    const other = await context.newPage()
    await other.goto('/#/talk')
    await other.getByText(words).waitFor()
    expect(await leftIn(page)).toContain(words)
    await page.bringToFront()
    const photo = await sharp({ create: { width: 200, height: 150, channels: 3, background: '#2a7f8a' } })
      .png()
      .toBuffer()
    await page.locator('input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: photo })
    const shown = page.locator('img[src*="/files/"]').first()
    await shown.waitFor()
    const picture = await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.currentSrc))
    expect(await isCached(page, picture)).toBe(true)
    await page.goto('/#/')
    await page.getByRole('button', { name: '设置' }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('button', { name: '退出登录' }).waitFor({ state: 'detached' })
    await page.goto('/#/talk')
    await page.getByText('还没有对话').waitFor()
    expect(await isCached(page, picture)).toBe(false)
    await other.bringToFront()
    await other.getByText('还没有对话').waitFor()
    for (const tab of [page, other]) {
      expect(await leftIn(tab)).not.toContain(words)
      await tab.reload()
      await tab.getByText('还没有对话').waitFor()
      expect(await leftIn(tab)).not.toContain(words)
    }
    expect((await context.cookies()).filter(({ name }) => name.startsWith('bobber-storefront'))).toEqual([])
    await context.close()
  })

  test('C16 a phone whose session is ended elsewhere, or is over when it is opened, shows and keeps nothing', async () => {
    const lost = await customer('13800001602')
    const at = { base: server.base, surface: 'storefront', token: lost.token } as const
    const [session] = (await ask(at, 'session.list', {})).sessions
    await ask(at, 'session.revoke', { sessionId: session?.sessionId ?? '' })
    await lost.page.getByText('还没有对话').waitFor()
    expect(await leftIn(lost.page)).not.toContain(words)
    await lost.context.close()
    const away = await customer('13800001603')
    await away.page.goto('about:blank')
    await ask({ ...at, token: away.token }, 'session.end', {})
    await away.page.goto('/#/talk')
    await away.page.getByText('还没有对话').waitFor()
    await expect.poll(() => leftIn(away.page)).not.toContain(words)
    await away.context.close()
  })

  test('K13 a clerk who is dismissed keeps neither talks nor drafts in his browser', async () => {
    const talk = await customer('13800001604')
    const invited = await ask(owner, 'invitation.create', { name: '小林', roles: ['service'] })
    const login = { token: invited.token, login: 'lin', password: 'cast-far-3608' }
    const clerk = await ask({ base: server.base, surface: 'console' }, 'invitation.accept', login)
    const context = await browser.newContext({ baseURL: server.base, locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(15_000)
    await context.addCookies([await cookieOf(server.base, 'console', clerk.token)])
    const page = await context.newPage()
    await page.goto('/console/inbox')
    await page.getByRole('tab', { name: '全部' }).or(page.getByText('全部')).first().click()
    await page.getByRole('link', { name: /阿秀/ }).first().click()
    await page.getByText(words).first().waitFor()
    await page.locator('main textarea').fill('写到一半')
    await expect.poll(() => leftIn(page)).toContain('写到一半')
    await ask(owner, 'staff.dismiss', { personId: clerk.me.personId })
    await page.getByRole('heading', { name: '登录工作台' }).waitFor()
    for (const left of [words, '写到一半']) expect(await leftIn(page)).not.toContain(left)
    await context.close()
    await talk.context.close()
  })
})

describe('side by side', () => {
  test('P8 two copies on one machine, in one browser, sign nobody out of the other', async () => {
    const second = await startServer()
    try {
      const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 } })
      context.setDefaultTimeout(15_000)
      const [here, there] = [await context.newPage(), await context.newPage()]
      const asked = async (page: Page, base: string, said: string): Promise<void> => {
        await page.goto(`${base}/#/talk`)
        await page.getByRole('button', { name: '问问店家' }).click()
        await page.getByLabel('写消息').fill(said)
        await page.getByRole('button', { name: '发送' }).click()
        await page
          .getByText(/已送达|已收到|已读/)
          .first()
          .waitFor()
      }
      await asked(here, server.base, '问这家')
      await asked(there, second.base, '问那家')
      for (const [page, said] of [
        [here, '问这家'],
        [there, '问那家'],
      ] as const) {
        await page.bringToFront()
        await page.reload()
        await page.getByText(said).waitFor()
        await page.getByLabel('写消息').fill(`${said}，还在`)
        await page.getByRole('button', { name: '发送' }).click()
        await page.getByText(`${said}，还在`).waitFor()
      }
      const sessions = (await context.cookies()).filter(({ name }) => name.startsWith('bobber-storefront-'))
      expect(new Set(sessions.map(({ name }) => name)).size).toBe(2)
      await context.close()
    } finally {
      await second.stop()
    }
  })
})

describe('an address from anybody', () => {
  test('C17 the join page says who becomes whom, and nothing happens before the tap', async () => {
    const { context, page } = await customer('13800001701')
    const { customer: named } = await ask(owner, 'customer.create', { name: '秦姐' })
    const { path } = await ask(owner, 'counterQr.create', { customerId: named.personId })
    await page.goto('/')
    await page.goto(path)
    await page.getByText('“秦姐”').waitFor()
    await page.getByText('现在登录的是“阿秀”').waitFor()
    await page.getByRole('link', { name: '不用了' }).click()
    await page.goto('/#/talk')
    await page.getByText(words).waitFor()
    await page.goto(path)
    await page.getByRole('button', { name: '继续' }).click()
    await page.getByRole('heading', { name: '我的租借' }).waitFor()
    expect(await leftIn(page)).not.toContain(words)
    await context.close()
  })

  test('C17 a guest is asked whether her talk comes along', async () => {
    for (const along of [true, false]) {
      const context = await browser.newContext({ baseURL: server.base, locale: 'zh-CN', viewport: { width: 360, height: 740 } })
      context.setDefaultTimeout(15_000)
      const page = await context.newPage()
      await page.goto('/#/talk')
      await page.getByRole('button', { name: '问问店家' }).click()
      await page.getByLabel('写消息').fill(words)
      await page.getByRole('button', { name: '发送' }).click()
      await page
        .getByText(/已送达|已收到|已读/)
        .first()
        .waitFor()
      const { path } = await ask(owner, 'counterQr.create', {})
      await page.goto(path)
      await page.getByRole('button', { name: along ? '带过来，继续' : '不带，继续' }).click()
      await page.getByRole('heading', { name: '我的租借' }).waitFor()
      await page.goto('/#/talk')
      await (along ? page.getByText(words) : page.getByText('还没有对话')).waitFor()
      expect((await leftIn(page)).includes(words)).toBe(along)
      await context.close()
    }
  })
})
