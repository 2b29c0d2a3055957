import { mkdirSync, rmSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mostOfClip } from '@bobber/protocol'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './kit/browser.ts'
import { cookieOf } from './kit/devices.ts'
import { barriers, misfits, offCentre, smallTargets, wordsOf } from './kit/look.ts'
import { pictures } from './kit/person.ts'
import { type Server, startServer } from './kit/server.ts'
import { knownWords, type KnownWords } from './screens/known-words.ts'
import { consoleScreens, type ScreenOf, storefrontScreens } from './screens/list.ts'
import { openPracticeShop, type PracticeShop } from './screens/practice-shop.ts'
import { states } from './screens/states.ts'

const widths = [360, 768, 1440] as const
const themes = ['light', 'dark'] as const
const sizes = ['normal', 'large'] as const
const targetPx = { normal: 44, large: 60 }
const folder = join(pictures, 'screens')
const clip = join(import.meta.dirname, '../server/test/fixtures/clips/clip.webm')

let server: Server
let browser: Browser
let shop: PracticeShop
let known: KnownWords
/** What was found on the way through all screens, by kind; filled by the first tests, which look at everything once. */
const found = { fits: [] as string[], words: [] as string[], barriers: [] as string[], targets: [] as string[], noise: [] as string[] }
let looked = 0

describe('every screen at every width, in both looks, both languages, both sizes of type', () => {
  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    server = await startServer()
    browser = await openBrowser()
    shop = await openPracticeShop(server)
    known = knownWords(['老周', '小林', '阿秀', '水边渔具', '秦姐', '要配一个抄网', '竿梢有一道划痕', 'zhou', 'lin', '中文', 'English'])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  // Before the looking: the product that is looked at gets a clip by it.
  test('K12 the console takes a video among a product’s pictures, with a poster that it makes', async () => {
    const page = await pageFor('owner', 'zh')
    await page.goto(`/console/stock/edit/${shop.productId}?variant=${shop.variantId}`)
    const chooser = page.locator('main input[type=file][multiple]')
    const save = page.getByRole('button', { name: '保存' })
    await chooser.setInputFiles(await tooLarge())
    await page.getByRole('alert').filter({ hasText: '视频太长或太大' }).waitFor()
    const sending = Promise.withResolvers<void>()
    await page.route('**/api/clip.add*', (route) => sending.promise.then(() => route.continue()))
    await chooser.setInputFiles(clip)
    await page.getByRole('status').filter({ hasText: '正在上传视频（1 MB）' }).waitFor()
    expect([await save.isDisabled(), await page.getByRole('alert').count()]).toEqual([true, 0])
    await page.getByLabel('说明').fill('要配一个抄网')
    sending.resolve()
    await page.getByAltText(/，视频 0:01$/).waitFor()
    expect(await page.getByLabel('说明').inputValue()).toBe('要配一个抄网')
    await save.click()
    await page.waitForURL(`**/console/stock/${shop.variantId}`)
    await page.unrouteAll()
    await page.context().close()
  })

  test('C15 a clip shows as its poster, and is loaded and plays once it is tapped', async () => {
    const { page, poster, loaded } = await clipOf(shop)
    expect(loaded()).toBe(0)
    await poster.click()
    await played(page)
    expect(loaded()).toBeGreaterThan(0)
    await page.context().close()
  })

  test('C15 where the device asks for less motion, a clip waits for its own button', async () => {
    const { page, poster, loaded } = await clipOf(shop, 'reduce')
    await poster.click()
    const video = page.locator('video')
    await video.waitFor()
    await drawn(page)
    expect([await video.evaluate((player: HTMLVideoElement) => player.paused), loaded()]).toEqual([true, 0])
    await video.evaluate((player: HTMLVideoElement) => player.play())
    await played(page)
    await page.context().close()
  })

  for (const locale of ['zh', 'en'] as const) {
    for (const [surface, screens] of [
      ['storefront', storefrontScreens],
      ['console', consoleScreens],
    ] as const) {
      test(`Y8 nothing overflows or is cut off: ${surface}, ${locale}`, async () => {
        const before = found.fits.length
        for (const who of ['nobody', 'customer', 'owner', 'clerk'] as const) {
          const theirs = screens.filter((screen) => screen.who === who)
          if (theirs.length === 0) continue
          const page = await pageFor(who, locale)
          for (const screen of theirs) await lookAt(page, screen, surface, locale)
          await page.context().close()
        }
        expect(found.fits.slice(before)).toEqual([])
      })
    }
  }

  test('Y9 nothing is untranslated', () => {
    expect(looked).toBe(2 * (storefrontScreens.length + consoleScreens.length))
    expect([...new Set(found.words)]).toEqual([])
  })

  test('Y10 axe finds no barrier', () => {
    expect([...new Set(found.barriers)]).toEqual([])
  })

  test('Y11 every target measures 44 px, and 60 px in large type', () => {
    expect([...new Set(found.targets)]).toEqual([])
  })

  test('Y11 large type is what the settings’ switch makes', async () => {
    const hers = await pageFor('customer', 'zh')
    await hers.goto('/#/')
    await hers.getByRole('button', { name: '设置' }).click()
    await hers.getByRole('group', { name: '长辈版' }).getByRole('radio', { name: '开' }).click()
    // The page says so once it has drawn; a switch that does nothing times out here.
    await hers.locator('html[data-size="large"]').waitFor({ state: 'attached', timeout: 5000 })
    await hers.context().close()
    const theirs = await pageFor('clerk', 'zh')
    await theirs.goto('/console/settings')
    await theirs.getByRole('switch', { name: '长辈版（大字、大按钮）' }).click()
    await theirs.locator('html[data-large]').waitFor({ state: 'attached', timeout: 5000 })
    expect(hers.isClosed()).toBe(true)
    await theirs.context().close()
  })

  test('Y12 the browser’s console stays silent', () => {
    expect(found.noise).toEqual([])
  })

  for (const state of states) {
    test(`Y18 a state says what is and what helps: ${state.surface}, ${state.name}`, async () => {
      const page = await pageFor(state.who, 'zh', { silent: false })
      await page.setViewportSize({ width: 390, height: 780 })
      await state.bring(page, shop)
      await page.locator(state.shown).first().waitFor()
      await page.screenshot({ path: join(folder, `state-${state.surface}-${state.name}.png`), animations: 'disabled' })
      expect(await misfits(page)).toEqual([])
      expect(await barriers(page)).toEqual([])
      await page.context().setOffline(false)
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await page.context().close()
    })
  }
})

/** A customer's product page with its clip in sight, and how often the clip was asked for. */
async function clipOf(
  { productId }: PracticeShop,
  reducedMotion: 'reduce' | 'no-preference' = 'no-preference',
): Promise<{ page: Page; poster: Locator; loaded: () => number }> {
  const page = await pageFor('nobody', 'zh')
  await page.emulateMedia({ reducedMotion })
  let loaded = 0
  page.on('request', (request) => (loaded += request.url().endsWith('/clip') ? 1 : 0))
  await page.goto(`/#/p/${productId}`)
  const poster = page.getByRole('button', { name: /，视频 0:01$/ })
  await poster.waitFor()
  await page.waitForLoadState('networkidle')
  return { page, poster, loaded: () => loaded }
}

async function played(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.2)
}

/** A byte more than is taken; nothing but its length matters, and that costs no room on the disk. */
async function tooLarge(): Promise<string> {
  const path = join(server.dataDir, 'too-large.mp4')
  await writeFile(path, '')
  await truncate(path, mostOfClip.bytes + 1)
  return path
}

async function pageFor(who: ScreenOf['who'], locale: 'zh' | 'en', { silent = true } = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    baseURL: server.base,
    locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: 'reduce',
    // A worker would answer what a state's test keeps from the page.
    serviceWorkers: silent ? 'allow' : 'block',
  })
  context.setDefaultTimeout(15_000)
  const cookies = {
    customer: ['storefront', shop.customerToken],
    owner: ['console', shop.ownerToken],
    clerk: ['console', shop.clerkToken],
  } as const
  if (who !== 'nobody') {
    const [surface, token] = cookies[who]
    await context.addCookies([await cookieOf(server.base, surface, token)])
  }
  const page = await context.newPage()
  known.watch(page)
  // A state that is an outage is told by the browser, too.
  if (!silent) return page
  page.on('pageerror', (fault) => found.noise.push(`${who}: ${fault.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.noise.push(`${who} ${page.url()}: ${message.text()}`)
  })
  return page
}

/** One screen through the whole matrix: loaded once for a language, then resized, darkened and enlarged as it stands. */
async function lookAt(page: Page, screen: ScreenOf, surface: string, locale: 'zh' | 'en'): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(screen.address(shop))
  // A colour that is still on its way is neither the old one nor the new one.
  await page.addStyleTag({ content: '*, ::before, ::after { transition: none !important; animation: none !important }' })
  await enlarge(page, surface, 'normal')
  await page.locator(screen.shown).first().waitFor({ state: 'attached' })
  await screen.reach?.(page)
  await page.waitForLoadState('networkidle')
  const name = `${surface} ${screen.name}`
  found.words.push(...known.strange(await wordsOf(page), locale).map((text) => `${name}, ${locale}: ${text}`))
  for (const size of sizes) {
    await enlarge(page, surface, size)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await drawn(page)
      for (const theme of themes) {
        await darken(page, surface, theme)
        const at = `${name}, ${width} ${theme} ${locale} ${size}`
        found.fits.push(...[...(await misfits(page)), ...(await offCentre(page))].map((text) => `${at}: ${text}`))
        if (theme === 'light')
          found.targets.push(...(await smallTargets(page, targetPx[size])).map((text) => `${name} ${width} ${size}: ${text}`))
        if (axeLooksAt(locale, theme, size, width)) {
          // High enough that no bar which stays at the edge lies over what could be scrolled from under it.
          await page.setViewportSize({ width, height: 3000 })
          await drawn(page)
          found.barriers.push(...(await barriers(page)).map((text) => `${name}, ${theme}: ${text}`))
          await page.setViewportSize({ width, height: 900 })
        }
        if (isPictured(locale, theme, size, width)) {
          await page.evaluate(() => scrollTo(0, 0))
          await drawn(page)
          await page.screenshot({
            path: join(folder, `${surface}-${screen.name}-${width}-${theme}-${locale}-${size}.png`),
            animations: 'disabled',
          })
        }
      }
    }
  }
  looked += 1
}

/** Colours differ by look, structure by width: once each, in the pairs that have most in common with what people use. */
function axeLooksAt(locale: string, theme: string, size: string, width: number): boolean {
  return (
    (locale === 'zh' && theme === 'light' && size === 'normal' && width === 360) ||
    (locale === 'en' && theme === 'dark' && size === 'normal' && width === 1440)
  )
}

function isPictured(locale: string, theme: string, size: string, width: number): boolean {
  if (locale === 'zh') return (size === 'normal' && theme === 'light') || (size === 'large' && width === 360 && theme === 'dark')
  return theme === 'dark' && (size === 'normal' ? width !== 768 : width === 768)
}

/** What the switch of each app does; that it does it has a test of its own. */
function enlarge(page: Page, surface: string, size: 'normal' | 'large'): Promise<void> {
  return page.evaluate(
    ([where, to]) => {
      const root = document.documentElement
      if (where === 'storefront') root.dataset['size'] = to
      else root.toggleAttribute('data-large', to === 'large')
    },
    [surface, size] as const,
  )
}

async function darken(page: Page, surface: string, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  if (surface === 'console') await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor({ state: 'attached' })
}

function drawn(page: Page): Promise<void> {
  return page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))
}
