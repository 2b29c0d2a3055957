import { BlockList, isIP } from 'node:net'
import { OptionWrong } from '../config.ts'

/** Whether the other end of a connection is a proxy of the owner's, whose word about the visitor is believed. */
export type Trusts = (address: string | undefined) => boolean

/** The words that proxies are usually named by, here as elsewhere. */
const words: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Reads addresses, spans of them such as 10.0.0.0/8, and the words above. Throws OptionWrong for anything else. */
export function trustedProxies(named: readonly string[]): Trusts {
  const known = new BlockList()
  for (const name of named) for (const span of words[name] ?? [name]) add(known, span)
  // A listener on `::` shows an IPv4 proxy as ::ffff:127.0.0.1; the list counts that as 127.0.0.1.
  return (address = '') => isIP(address) > 0 && known.check(address, familyOf(address))
}

function add(known: BlockList, span: string): void {
  const [address = '', bits] = span.split('/', 2)
  const wrong = new OptionWrong(
    `TRUST_PROXY=${span} names no proxy.`,
    `Give its address, a span such as 10.0.0.0/8, or ${Object.keys(words).join(', ')}.`,
  )
  if (isIP(address) === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) throw wrong
  if (bits === undefined) return known.addAddress(address, familyOf(address))
  try {
    known.addSubnet(address, Number(bits), familyOf(address))
  } catch {
    throw wrong
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
