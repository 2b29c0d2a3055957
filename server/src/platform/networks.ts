import { isIPv4, isIPv6 } from 'node:net'

/**
 * What limits count a visitor's address by. Whoever has one IPv6 address has all 2^64 of its network, so they count as one;
 * an IPv4 address that a listener on `::` writes as `::ffff:1.2.3.4` is that address.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1) // without the zone of a link-local one
  if (!isIPv6(plain)) return plain
  const groups = groupsOf(plain)
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return dotted(groups.slice(6))
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight groups of an IPv6 address, however it is written. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::', 2)
  const [before, after] = [numbersOf(head), numbersOf(tail ?? '')]
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
}

function numbersOf(part: string): number[] {
  return part.split(':').flatMap((group) => {
    if (group === '') return []
    if (!isIPv4(group)) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}

function dotted(groups: readonly number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.')
}
