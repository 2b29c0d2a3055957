import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { filmOf } from '../kit/camera.ts'
import { ask } from '../kit/devices.ts'
import { type Person, pictures } from '../kit/person.ts'

const zxingWasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))

/** The newest card of that name in the talk. */
export const card = (person: Person, name: string): Locator => person.page.locator(`section[aria-label="${name}"]`).last()

export const menu = (person: Person, name: string): Locator =>
  person.page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name })

/** Takes one label from the print sheet as the printer would get it, for the camera to look at. */
export async function filmTheLabel({ page }: Person, code: string, film: string): Promise<void> {
  const label = page.locator('[data-print] > *').filter({ hasText: code })
  await label.waitFor()
  await page.emulateMedia({ media: 'print' })
  await filmOf(await label.screenshot(), film)
  await page.emulateMedia({ media: 'screen' })
}

export async function say(person: Person, text: string): Promise<void> {
  await person.write(person.page.getByLabel('写消息'), text)
  await person.tap(person.page.getByRole('button', { name: '发送' }))
}

export async function answer(clerk: Person, text: string): Promise<void> {
  await clerk.write(clerk.page.getByLabel('写给顾客…'), text)
  await clerk.tap(clerk.page.getByRole('button', { name: '发送' }))
}

/** The clerk moves the practice clock by its banner; date and time as the shop's wall shows them. */
export async function moveClock(clerk: Person, date: string, time: string): Promise<void> {
  const { page } = clerk
  await clerk.tap(page.getByRole('button', { name: '选时间' }))
  await clerk.write(page.getByRole('textbox', { name: '选时间', exact: true }), date)
  await clerk.write(page.getByLabel('选时间 时间'), time)
  await clerk.tap(page.getByRole('button', { name: '拨到这个时间' }))
  await page
    .getByText(new RegExp(`月\\d+日.* ${time.slice(0, 4)}\\d$`))
    .first()
    .waitFor()
}

/** Where the rod stands in the shop. */
export async function productAddress(base: string): Promise<string> {
  const { products } = await ask({ base, surface: 'storefront' }, 'product.list', { text: 'RH-3608' })
  const rod = products.find(({ name }) => name === '海竿 3.6 m 中硬')
  if (!rod) throw new Error('the rod is not on the shelf')
  return `${base}/#/p/${rod.productId}`
}

/** Five other customers take the other five rods for the same weekend; their side of it isn't part of the story. */
export async function fiveOthersRent(base: string, password: string): Promise<void> {
  const { token } = await ask({ base, surface: 'console' }, 'password.signIn', { login: 'zhou', password })
  const desk = { base, surface: 'console', token } as const
  const { rows } = await ask(desk, 'stock.list', { text: 'RH-3608' })
  const variantId = rows.find(({ sku }) => sku === 'RH-3608')?.variantId ?? ''
  const [from, until] = [Date.parse('2026-11-27T18:00+08:00'), Date.parse('2026-11-29T18:00+08:00')]
  for (const nth of [2, 3, 4, 5, 6]) {
    const { customer: other } = await ask(desk, 'customer.create', { name: `第 ${nth} 位`, phone: `1380000000${nth}` })
    const { orderId } = await ask(desk, 'order.place', {
      lines: [{ kind: 'rental', variantId, quantity: 1, from, until }],
      customer: { personId: other.personId },
    })
    const { sheet } = await ask(desk, 'order.get', { orderId })
    await ask(desk, 'feeSheet.confirm', { orderId, version: sheet.version })
    await ask(desk, 'payment.counter', { orderId, amount: sheet.totals.due, means: 'cash' })
  }
}

/** What a phone's camera reads from a QR on a screen. */
export async function linkFromTheQr(qr: Locator): Promise<string> {
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(zxingWasm)).buffer } })
  const [code] = await readBarcodes(new Uint8Array(await qr.screenshot()), { formats: ['QRCode'] })
  if (!code) throw new Error('the QR can’t be read')
  return code.text
}

/** The taps of each role over the whole story, for who runs it and for the record. */
export function tell(people: readonly Person[], more: Record<string, number>): void {
  const taps = Object.fromEntries(people.map((person) => [person.role, person.taps()]))
  process.stdout.write(`taps: ${JSON.stringify({ ...taps, ...more })}\n`)
  writeFileSync(join(pictures, 'taps.json'), `${JSON.stringify({ ...taps, ...more }, null, 2)}\n`)
}
