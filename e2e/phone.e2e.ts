import { createHash, X509Certificate } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from './kit/browser.ts'
import { pictures } from './kit/person.ts'
import { type Server, startServer } from './kit/server.ts'

const hasNetwork = Object.values(networkInterfaces()).some((cards) => cards?.some(({ internal, family }) => !internal && family === 'IPv4'))
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
  userAgent: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
}

describe.skipIf(!hasNetwork)('a phone on the local network', () => {
  let server: Server
  let browser: Browser | undefined
  let address: URL

  beforeAll(async () => {
    server = await startServer()
    address = new URL(server.line('lan'))
    mkdirSync(join(pictures, 'phone'), { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('Y13 the trust page leads to https, where microphone, camera and place work', async () => {
    const [trustAddress = ''] = server.line('trust').split(' ')
    const authority = new X509Certificate(await (await fetch(new URL('/trust/ca.crt', trustAddress))).bytes())
    const fingerprint = await keyOfTheShop(address, authority.toString())
    // A phone's store of authorities can't be filled from here. What the authority vouches for was checked above; the browser takes
    // exactly that key and no other.
    browser = await openBrowser([
      `--ignore-certificate-errors-spki-list=${fingerprint}`,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ])
    const context = await browser.newContext({
      ...phone,
      permissions: ['microphone', 'camera', 'geolocation'],
      geolocation: { latitude: 22.5431, longitude: 114.0579 },
    })
    const page = await context.newPage()

    await page.goto(trustAddress)
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    expect(await page.evaluate(() => 'mediaDevices' in navigator)).toBe(false)
    await page.screenshot({ path: join(pictures, 'phone/01-trust.png'), fullPage: true })

    await page.goto(address.href)
    await page.getByRole('searchbox', { name: '搜索商品' }).waitFor()
    expect(await abilities(page)).toEqual({ secure: true, microphone: ['live'], camera: ['live'], place: [22.5431, 114.0579] })
    await page.screenshot({ path: join(pictures, 'phone/02-shop.png') })

    await page.getByRole('link', { name: '对话' }).tap()
    await page.getByRole('button', { name: '问问店家' }).tap()
    await page.getByLabel('写消息').fill('你们周日几点关门？')
    await page.getByRole('button', { name: '发送' }).tap()
    await page.getByText('已送达').waitFor()
    await page.screenshot({ path: join(pictures, 'phone/03-talk.png') })
  })

  test('Y14 another machine gets no page and no session over plain http', async () => {
    const plain = new URL(server.line('trust').split(' ')[0] ?? '')
    const shop = await fetch(new URL('/', plain), { redirect: 'manual' })
    expect([shop.status, shop.headers.get('location')]).toEqual([302, '/trust'])
    const call = await fetch(new URL('/api/guest.begin', plain), {
      method: 'POST',
      redirect: 'manual',
      headers: { 'bobber-surface': 'storefront', 'content-type': 'application/json' },
      body: '{}',
    })
    expect(call.status).toBe(308)
    expect(call.headers.get('set-cookie')).toBeNull()
  })
})

/** The key that the shop's own authority vouches for at this address, as Chromium names it. Throws when it vouches for none. */
function keyOfTheShop(address: URL, authority: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.hostname, port: Number(address.port), ca: authority }, () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' })
      socket.end()
      if (key) resolve(createHash('sha256').update(key).digest('base64'))
      else reject(new Error('the shop shows no certificate'))
    })
    socket.on('error', reject)
  })
}

function abilities(page: Page): Promise<{ secure: boolean; microphone: string[]; camera: string[]; place: number[] }> {
  return page.evaluate(async () => {
    const states = async (wanted: MediaStreamConstraints): Promise<string[]> => {
      const stream = await navigator.mediaDevices.getUserMedia(wanted)
      const seen = stream.getTracks().map((track) => track.readyState)
      for (const track of stream.getTracks()) track.stop()
      return seen
    }
    const place = new Promise<GeolocationPosition>((found, failed) => navigator.geolocation.getCurrentPosition(found, failed))
    const { latitude, longitude } = (await place).coords
    return {
      secure: isSecureContext,
      microphone: await states({ audio: true }),
      camera: await states({ video: true }),
      place: [latitude, longitude],
    }
  })
}
