import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, ConsoleMessage, Locator, Page } from 'playwright-core'
import type { Server } from './server.ts'

/** Every step leaves a picture here; git ignores the folder. */
export const pictures = join(import.meta.dirname, '../pictures')

/** Somebody with a device of his own. Taps are counted as fingers would make them: one for a button, one to get into a field. */
export interface Person {
  readonly role: string
  readonly page: Page
  readonly context: BrowserContext
  readonly taps: () => number
  tap(target: Locator): Promise<void>
  /** Taps into the field unless it has the focus already, and writes `text` instead of what it holds. */
  write(field: Locator, text: string): Promise<void>
  /** One tap to open the list of a field, one on the choice. */
  choose(field: Locator, option: string): Promise<void>
  /** A file picked from the device's own chooser: the tap that opens it and the one in it. */
  give(button: Locator, files: { name: string; mimeType: string; buffer: Buffer }): Promise<void>
  /** What the browser's console said that no outage explains; tests expect it to be empty. */
  readonly noise: string[]
}

export interface Device {
  role: string
  width: number
  height?: number
  locale?: 'zh-CN' | 'en-GB'
  permissions?: string[]
}

export async function newPerson(browser: Browser, server: Server, device: Device): Promise<Person> {
  const { role, width, height = width < 700 ? 740 : 900, locale = 'zh-CN', permissions = [] } = device
  const phone = width < 700
  const context = await browser.newContext({
    baseURL: server.base,
    viewport: { width, height },
    locale,
    permissions,
    ...(phone && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const noise: string[] = []
  page.on('console', (message) => {
    if (isNoise(message)) noise.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (fault) => noise.push(fault.stack ?? fault.message))
  let taps = 0
  const tap = async (target: Locator): Promise<void> => {
    taps += 1
    await (phone ? target.tap() : target.click())
  }
  return {
    role,
    page,
    context,
    noise,
    taps: () => taps,
    tap,
    async write(field, text) {
      await field.waitFor()
      if (!(await field.evaluate((element) => element === document.activeElement))) await tap(field)
      await field.fill(text)
    },
    async choose(field, option) {
      await tap(field)
      await tap(page.getByRole('option', { name: option, exact: true }))
    },
    async give(button, files) {
      const chooser = page.waitForEvent('filechooser')
      await tap(button)
      taps += 1
      await (await chooser).setFiles(files)
    },
  }
}

/**
 * A browser tells each failed request by itself: refusals (4xx) are ordinary answers, and while the server is killed nothing
 * answers. Everything else that is a warning or an error is the page's own.
 */
function isNoise(message: ConsoleMessage): boolean {
  if (message.type() !== 'error' && message.type() !== 'warning') return false
  const text = message.text()
  if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(text)) return false
  return !/net::ERR_(CONNECTION|EMPTY_RESPONSE|INCOMPLETE_CHUNKED|INTERNET_DISCONNECTED|NETWORK_CHANGED|SOCKET|FAILED)|WebSocket connection to .* failed/.test(
    text,
  )
}

/** Takes the pictures of one story, numbered in the order of its steps. */
export function album(story: string): (person: Person, title: string, whole?: boolean) => Promise<void> {
  const folder = join(pictures, story)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let step = 0
  return async (person, title, whole = false) => {
    step += 1
    const name = `${String(step).padStart(2, '0')}-${person.role}-${title}.png`
    await person.page.screenshot({ path: join(folder, name), fullPage: whole, animations: 'disabled' })
  }
}
