import type { IncomingMessage } from 'node:http'
import type { Trusts } from '../../platform/proxies.ts'

/** The visitor's own address: the nearest one that no proxy of the owner's has. */
export function addressOf({ headers, socket }: IncomingMessage, trusts: Trusts): string {
  const told = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
  return [...told, socket.remoteAddress ?? ''].findLast((hop, index) => index === 0 || !trusts(hop)) ?? ''
}
