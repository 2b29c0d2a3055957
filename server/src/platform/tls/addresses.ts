import { hostname, networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import { BlockList } from 'node:net'

/**
 * What the shop's authority may vouch for: ranges that never lead anywhere on the open internet. Private and loopback
 * (RFC 1918, 4193, 6598), and those of documentation and benchmarks (RFC 5737, 2544), which labs and test machines use.
 * Link-local ones change too often to be named.
 */
export const PRIVATE_RANGES = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['fc00::', 7],
] as const

const isPrivate = new BlockList()
for (const [net, prefix] of PRIVATE_RANGES) isPrivate.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4')

/** Bridges and tunnels that other programs make: phones in the shop can't reach them. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|tun|tap|wg|utun|zt|tailscale|vEthernet)/i

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

/** The machine's private addresses, the one to show first: real cards before virtual ones, IPv4 before IPv6 (T7). */
export function lanAddresses(interfaces: Interfaces = networkInterfaces()): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ internal, address, family }) => !internal && isPrivate.check(address, family === 'IPv6' ? 'ipv6' : 'ipv4'))
      .map(({ address, family }) => ({ address, rank: (VIRTUAL.test(name) ? 2 : 0) + (family === 'IPv6' ? 1 : 0) })),
  )
  return found.toSorted((one, other) => one.rank - other.rank).map(({ address }) => address)
}

export interface LocalNames {
  readonly addresses: readonly string[]
  readonly names: readonly string[]
}

/** Everything a browser on this network may call the machine. */
export function localNames(interfaces?: Interfaces, host: string = hostname()): LocalNames {
  const label = host.split('.')[0]?.toLowerCase() ?? ''
  const names = /^[a-z0-9-]+$/.test(label) && label !== 'localhost' ? ['localhost', `${label}.local`] : ['localhost']
  return { addresses: ['127.0.0.1', '::1', ...lanAddresses(interfaces)], names }
}

/** An address as it stands in a URL. */
export function urlHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
