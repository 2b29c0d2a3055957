import type { ShopView } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { isSame } from './use-shop.ts'

const shop: ShopView = {
  shopId: 's',
  slug: 'lake',
  name: '湖边',
  zone: 'Asia/Shanghai',
  address: '',
  hours: '',
  currency: 'CNY',
  switches: { chat: true, rental: true, sale: true },
  now: 1000,
  practice: true,
  sample: false,
  smsInWindow: true,
}

test('C14 a later moment of the same shop draws nothing anew, a turned switch does', () => {
  expect(isSame(shop, { ...shop, now: 61_000 })).toBe(true)
  expect(isSame(shop, { ...shop, switches: { ...shop.switches, chat: false } })).toBe(false)
})
