import { describe, expect, test } from 'vitest'
import { addressOf, parseRoute, type Route } from './route.ts'

describe('addresses', () => {
  const all: Route[] = [
    { at: 'shop' },
    { at: 'product', productId: '0193a' },
    { at: 'talks' },
    { at: 'talk', conversationId: 'c/1 浮' },
    { at: 'rentals' },
    { at: 'order', orderId: 'o' },
    { at: 'signIn', back: '#/p/0193a' },
    { at: 'join', token: 'a-_b' },
  ]
  test.each(all)('C2 $at opens again from its address', (route) => {
    expect(parseRoute(addressOf(route))).toEqual(route)
  })

  test.each(['#/p/1/2', '#/nothing', '#/c', '#/o', '#/join', '#/p/%E0%A4%A/x'])('C2 %s is nowhere', (hash) => {
    expect(parseRoute(hash)).toEqual({ at: 'nowhere' })
  })

  test.each(['https://elsewhere.example/', '//elsewhere.example', 'javascript:alert(1)', ''])('C2 signing in never leads to %s', (back) => {
    expect(parseRoute(`#/sign-in?back=${encodeURIComponent(back)}`)).toEqual({ at: 'signIn', back: '#/' })
  })

  test('C2 the address with nothing behind the # is the shop', () => {
    expect(parseRoute('')).toEqual({ at: 'shop' })
    expect(parseRoute('#')).toEqual({ at: 'shop' })
  })
})
