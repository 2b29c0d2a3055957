import { expect, test } from 'vitest'
import { keyOf, mayKeep, whatOf } from './what.ts'

const origin = 'https://shop.example'
const asked = (path: string, mode = 'cors', method = 'GET') => whatOf({ method, mode, url: origin + path }, origin)

test('C9 pages, assets, the catalogue and pictures are kept for later', () => {
  expect(asked('/', 'navigate')).toBe('page')
  expect(asked('/s/lake/', 'navigate')).toBe('page')
  expect(asked('/assets/index-1.js')).toBe('asset')
  expect(asked('/api/product.list?text=%E7%AB%BF')).toBe('catalogue')
  expect(asked('/files/0193/360.webp')).toBe('picture')
})

test.each([
  '/api/session.current',
  '/api/shop.get',
  '/api/order.list',
  '/api/conversation.get?conversationId=c',
  '/api/order.get',
  '/files/0193/clip',
  '/ws',
  '/health',
])('C9 %s belongs to somebody, isn’t the shop’s, or is a clip, and is never kept', (path) => expect(asked(path)).toBe('none'))

test('C9 commands, the console and other origins pass untouched', () => {
  expect(asked('/api/order.place', 'cors', 'POST')).toBe('none')
  expect(asked('/api/product.list', 'cors', 'POST')).toBe('none')
  expect(asked('/console/inbox', 'navigate')).toBe('none')
  expect(whatOf({ method: 'GET', mode: 'cors', url: 'https://elsewhere.example/assets/a.js' }, origin)).toBe('none')
})

test('C9 a picture is kept only when the server calls it public', () => {
  expect(mayKeep('public, max-age=31536000, immutable')).toBe(true)
  expect(mayKeep('private, no-store')).toBe(false)
  expect(mayKeep(null)).toBe(false)
})

test('C9 two shops on one address are two answers', () => {
  const request = { mode: 'cors', url: `${origin}/api/product.list` }
  expect(keyOf(request, 'lake')).not.toBe(keyOf(request, 'hill'))
})
