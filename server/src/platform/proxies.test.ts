import { expect, test } from 'vitest'
import { trustedProxies } from './proxies.ts'

test('H16 a proxy is named by its address, a span, or a word; an IPv4 one is known on a listener for both', () => {
  for (const [name, address, stranger] of [
    ['127.0.0.1', '127.0.0.1', '127.0.0.2'],
    ['127.0.0.1', '::ffff:127.0.0.1', '::ffff:127.0.0.2'],
    ['10.0.0.0/8', '::ffff:10.200.3.4', '11.0.0.1'],
    ['loopback', '::1', '::2'],
    ['loopback', '::ffff:127.0.0.9', '10.0.0.1'],
    ['uniquelocal', '192.168.4.5', '203.0.113.7'],
    ['linklocal', 'fe80::1', 'fc00::1'],
    ['2001:db8::/32', '2001:db8:1::1', '2001:db9::1'],
  ] as const) {
    const trusts = trustedProxies([name])
    expect([name, trusts(address), trusts(stranger)]).toEqual([name, true, false])
  }
})

test('H16 nobody named, nobody trusted; nor is what is no address', () => {
  expect(trustedProxies([])('127.0.0.1')).toBe(false)
  expect(trustedProxies(['loopback'])(undefined)).toBe(false)
  expect(trustedProxies(['loopback'])('localhost')).toBe(false)
})

test('H16 a name that is none is told with what to give', () => {
  for (const name of ['nginx', '10.0.0.0/99', '10.0.0.0/', '300.1.1.1', '10.0.0.0/-1', 'true']) {
    expect(() => trustedProxies(['127.0.0.1', name])).toThrow(`TRUST_PROXY=${name}`)
  }
})
