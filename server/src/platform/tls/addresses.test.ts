import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, test } from 'vitest'
import { lanAddresses, localNames, urlHost } from './addresses.ts'

function card(address: string, internal = false): NetworkInterfaceInfo {
  const family = address.includes(':') ? 'IPv6' : 'IPv4'
  const common = { address, internal, netmask: '', mac: '', cidr: null }
  return family === 'IPv6' ? { ...common, family, scopeid: 0 } : { ...common, family }
}

describe('the machine’s addresses', () => {
  test('T7 real cards come before virtual ones, IPv4 before IPv6', () => {
    const found = lanAddresses({
      docker0: [card('172.17.0.1')],
      lo: [card('127.0.0.1', true), card('::1', true)],
      wlan0: [card('fd00::20'), card('192.168.1.20')],
      eth0: [card('10.0.0.7')],
    })
    expect(found).toEqual(['192.168.1.20', '10.0.0.7', 'fd00::20', '172.17.0.1'])
  })

  test('T7 public, link-local and loopback addresses are not offered', () => {
    const outside = ['8.8.8.8', '172.32.0.1', '192.169.0.1', '169.254.3.4', '2001:db8::1', 'fe80::1', '100.128.0.1']
    expect(lanAddresses({ eth0: outside.map((address) => card(address)), lo: [card('127.0.0.1', true)] })).toEqual([])
  })

  test('T7 an address stands in a URL as browsers want it', () => {
    expect(['192.168.1.20', 'fd00::20'].map((address) => new URL(`https://${urlHost(address)}:8443/`).host)).toEqual([
      '192.168.1.20:8443',
      '[fd00::20]:8443',
    ])
  })

  test('T3 a host name becomes a .local name only if it can be one', () => {
    const named = (host: string) => localNames({}, host).names
    expect(named('Counter-PC.shop.lan')).toEqual(['localhost', 'counter-pc.local'])
    for (const odd of ['localhost', '', '收银台', 'a b']) expect(named(odd)).toEqual(['localhost'])
  })
})
