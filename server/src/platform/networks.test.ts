import { expect, test } from 'vitest'
import { networkOf } from './networks.ts'

test('H17 an IPv4 address counts for itself, however a listener on every address writes it', () => {
  for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:203.0.113.7', '::ffff:cb00:7107', '0:0:0:0:0:ffff:203.0.113.7']) {
    expect(networkOf(address)).toBe('203.0.113.7')
  }
})

test('H17 all addresses of one IPv6 network count as one, and two networks as two', () => {
  const one = '2001:db8:1:2::/64'
  for (const address of ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff:ffff:ffff:fffe', '2001:db8:1:2:3:4:203.0.113.7', '2001:db8:1:2::']) {
    expect(networkOf(address)).toBe(one)
  }
  expect(networkOf('2001:db8:1:3::1')).not.toBe(one)
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
})

test('H17 what is no address, as some proxies tell it, counts as it is', () => {
  expect(networkOf('unknown')).toBe('unknown')
  expect(networkOf('')).toBe('')
})
