import { isRefusal } from '@bobber/protocol'
import { expect, test } from 'vitest'
import { decodeBody, decodeJson, decodeQuery } from './decode.ts'

const id = '01a20113-0002-7249-8a4a-65b47894c5ea'
const detailOf = (decoded: object): unknown => (isRefusal(decoded) ? decoded.values?.['detail'] : undefined)

test('H3 a body exactly as the schema says comes through as it is', () => {
  const body = { personId: id, roles: ['service'] }
  expect(decodeBody('staff.roles', body)).toEqual({ body })
  expect(decodeJson('session.end', Buffer.alloc(0))).toEqual({ body: {} })
})

test('H3 unknown fields are refused wherever they stand, prototypes too', () => {
  expect(detailOf(decodeBody('staff.roles', { personId: id, roles: ['service'], owner: true }))).toBe('owner: unknown')
  expect(detailOf(decodeBody('shop.change', { switches: { chat: true, rental: true, sale: true, all: true } }))).toBe(
    'switches.all: unknown',
  )
  expect(detailOf(decodeJson('shop.change', Buffer.from('{"__proto__":{"admin":true}}')))).toBe('__proto__: unknown')
})

test('H3 nothing is converted in a body, and the refusal never shows the value', () => {
  const refused = decodeBody('shop.change', { holdMinutes: '30', name: 'x' })
  expect(detailOf(refused)).toMatch(/^holdMinutes: /)
  expect(JSON.stringify(decodeBody('phoneCode.send', { phone: '13812345678', purpose: 'other' }))).not.toContain('1381')
})

test('H3 broken JSON, lists and bare values are refused', () => {
  for (const text of ['{', '[]', '3', 'null', '"x"', '\u0000']) expect(isRefusal(decodeJson('session.end', Buffer.from(text)))).toBe(true)
})

test('H3 a query’s numbers are read as numbers, its words stay words, a key twice is refused', () => {
  const query = (text: string) => new URLSearchParams(text)
  expect(decodeQuery('calendar.get', query(`variantId=${id}&from=1&until=2`))).toEqual({ body: { variantId: id, from: 1, until: 2 } })
  expect(decodeQuery('customer.find', query('text=1234'))).toEqual({ body: { text: '1234' } })
  expect(isRefusal(decodeQuery('calendar.get', query(`variantId=${id}&from=1e3&until=2`)))).toBe(true)
  expect(detailOf(decodeQuery('customer.find', query('text=1&text=2')))).toBe('text ×2')
})
